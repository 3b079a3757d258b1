/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers.run;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds free TCP ports. */
public final class Ports {
  /*
   * Below the range from which Linux and macOS hand out ports by themselves: so no other connection
   * is given the port of a server that is down for a while, not even the one of a client that knocks
   * there in vain (which would then talk to itself).
   */
  private static final int FIRST = 20_000;
  private static final int END = 32_000;

  private Ports() {}

  /** A port that nobody listens at, on no address of this machine. */
  public static int free() {
    for (int tries = 0; tries < 1_000; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free TCP port between " + FIRST + " and " + END);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
