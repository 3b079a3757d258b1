/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** A way to a server on which answers get lost: the connection breaks when they come. */
final class LossyNetwork implements AutoCloseable {

  private final String behind;
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean armed = new AtomicBoolean();

  private LossyNetwork(String behind) throws IOException {
    this.behind = behind;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  static LossyNetwork before(String url) throws IOException {
    var network = new LossyNetwork(url);
    network.threads.execute(network::accept);
    return network;
  }

  /** The server's URL, by this way. */
  String url() {
    return behind.replaceFirst(":[0-9]+/", ":" + listener.getLocalPort() + "/");
  }

  void loseTheAnswerToTheNextCommit() {
    armed.set(true);
  }

  private void accept() {
    int port = Integer.parseInt(behind.replaceFirst(".*:([0-9]+)/.*", "$1"));
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
        var losing = new AtomicBoolean();
        threads.execute(() -> pass(near, far, losing, /* answers= */ false));
        threads.execute(() -> pass(far, near, losing, /* answers= */ true));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void pass(Socket from, Socket to, AtomicBoolean losing, boolean answers) {
    byte[] buffer = new byte[64 * 1024];
    try (from;
        to) {
      int length = from.getInputStream().read(buffer);
      while (length > 0 && !(answers && losing.get())) {
        String text = new String(Arrays.copyOf(buffer, length), StandardCharsets.ISO_8859_1);
        if (!answers && text.contains("COMMIT") && armed.getAndSet(false)) {
          losing.set(true);
        }
        to.getOutputStream().write(buffer, 0, length);
        length = from.getInputStream().read(buffer);
      }
    } catch (IOException broken) {
      // As networks are.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
