/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers.run;

/** What a server runs in. It begins stopped; its data stay until {@link #remove()}. */
public interface ServerRunner {
  /** Starts the server, for the first time or again. Does not wait until it is ready. */
  void start();

  /** Asks the server to shut down in good order and waits until it has. */
  void stop();

  /** Ends the server at once, as a crash would, and waits until it is gone. */
  void kill();

  /** Holds all of it still: connections stay open, nothing answers. */
  void suspend();

  /** Lets it go on. */
  void resume();

  /** Whether it has been started and has not ended. */
  boolean isRunning();

  /** The last lines of what the server has logged. */
  String logTail();

  /** Ends the server for good; deletes what it has left outside its folder. */
  void remove();
}
