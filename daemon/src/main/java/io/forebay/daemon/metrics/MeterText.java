/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.metrics;

import io.forebay.engine.Meter;

/** What the metrics page and docs/metrics.md say of each of the engine's counters. */
final class MeterText {

  private MeterText() {}

  /** The name of the counter on the page. */
  static String name(Meter meter) {
    return "forebay_" + meter.id() + "_total";
  }

  /** One sentence. */
  static String help(Meter meter) {
    return switch (meter) {
      case RECORDS_POLLED -> "Records taken in from the source.";
      case BYTES_POLLED -> "Bytes of records taken in from the source.";
      case FETCHES -> "Fetches that returned records.";
      case FETCH_ERRORS -> "Fetches that failed.";
      case GAPS -> "Times a source had removed records before they were read.";
      case RECORDS_FILTERED -> "Records that did not pass the filter.";
      case RECORDS_SKIPPED -> "Records skipped because they were settled before a restart.";
      case RECORDS_INVOKED -> "Records handed to the handler, every attempt counted.";
      case RECORDS_FAILED -> "Records of attempts that failed, every attempt counted.";
      case RECORDS_HANDLED -> "Records handled successfully.";
      case RECORDS_DISCARDED -> "Records given up.";
      case RECORDS_DELIVERED -> "Discarded records that the failure destination has stored.";
      case RECORDS_DROPPED -> "Discarded records of mappings without failure destination.";
      case DELIVERY_ERRORS -> "Failed tries to deliver to the failure destination.";
      case INVOCATIONS -> "Invocations begun.";
      case FUNCTION_ERRORS -> "Invocations that ended with a function error.";
      case TIMEOUTS -> "Invocations that timed out.";
      case NOT_DELIVERED -> "Invocations that did not get through to the handler.";
      case CHECKPOINTS -> "Checkpoints stored.";
      case CHECKPOINT_ERRORS ->
          "Commits of the checkpoint store that failed while the mapping was there.";
    };
  }
}
