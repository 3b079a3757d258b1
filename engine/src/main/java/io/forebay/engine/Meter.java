/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine;

/** Everything the engine counts, a mapping at a time. Names are API. */
public enum Meter {
  /** Records taken in from the source. */
  RECORDS_POLLED("records_polled"),
  /** Bytes of records taken in from the source. */
  BYTES_POLLED("bytes_polled"),
  /** Fetches that returned records. */
  FETCHES("fetches"),
  /** Fetches that failed. */
  FETCH_ERRORS("fetch_errors"),
  /** Times a source had removed records before they were read. */
  GAPS("gaps"),
  /** Records that did not pass the filter. */
  RECORDS_FILTERED("records_filtered"),
  /** Records skipped because they were settled before a restart. */
  RECORDS_SKIPPED("records_skipped"),
  /** Records handed to the handler, every attempt counted. */
  RECORDS_INVOKED("records_invoked"),
  /** Records of attempts that failed, every attempt counted. */
  RECORDS_FAILED("records_failed"),
  /** Records handled successfully. */
  RECORDS_HANDLED("records_handled"),
  /** Records given up. */
  RECORDS_DISCARDED("records_discarded"),
  /** Discarded records the failure destination has stored. */
  RECORDS_DELIVERED("records_delivered"),
  /** Discarded records of mappings without failure destination. */
  RECORDS_DROPPED("records_dropped"),
  /** Failed tries to deliver to the failure destination. */
  DELIVERY_ERRORS("delivery_errors"),
  /** Invocations begun. */
  INVOCATIONS("invocations"),
  /** Invocations that ended with a function error. */
  FUNCTION_ERRORS("function_errors"),
  /** Invocations that timed out. */
  TIMEOUTS("timeouts"),
  /** Invocations that did not get through to the handler. */
  NOT_DELIVERED("not_delivered"),
  /** Checkpoints stored. */
  CHECKPOINTS("checkpoints"),
  /** Commits of the checkpoint store that failed while the mapping was there. */
  CHECKPOINT_ERRORS("checkpoint_errors");

  private final String id;

  Meter(String id) {
    this.id = id;
  }

  /** The name in lower case with underscores, as metric pages use it. */
  public String id() {
    return id;
  }
}
