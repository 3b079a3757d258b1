/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.health;

import io.forebay.engine.Waiting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a shard waits for, in words. */
public final class WaitingText {

  private WaitingText() {}

  /** A phrase that follows "waits for", with times in UTC; "nothing" if it waits for nothing. */
  public static String of(Waiting waiting) {
    String what =
        switch (waiting.what()) {
          case NOTHING -> "nothing";
          case HANDLER -> "the handler" + times(waiting, ", running since ", ", deadline ");
          case RETRY -> "the next attempt" + times(waiting, ", since ", ", at ");
          case PERMIT -> "a permit (maximumConcurrency)" + times(waiting, ", since ", "");
          case WINDOW -> "more records in the batching window" + times(waiting, "", ", until ");
          case DESTINATION -> "the failure destination" + times(waiting, ", since ", "");
          case CHECKPOINT_STORE -> "the checkpoint store" + times(waiting, ", since ", "");
          case SOURCE -> "the source" + times(waiting, ", since ", "");
        };
    return waiting.detail().isEmpty() ? what : what + ": " + waiting.detail();
  }

  private static String times(Waiting waiting, String since, String until) {
    return time(since, waiting.sinceMillis()) + time(until, waiting.untilMillis());
  }

  private static String time(String word, long millis) {
    return word.isEmpty() || millis == 0
        ? ""
        : word + Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
  }
}
