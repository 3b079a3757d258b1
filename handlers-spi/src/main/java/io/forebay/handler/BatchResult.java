/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.handler;

/**
 * A handler's answer to a batch it did not throw on.
 *
 * <p>Today there is one answer, {@link #success}. The type is closed so that partial answers (rule
 * 3.8) and window state (rule 3.10) join it as further factories without breaking handlers.
 */
public final class BatchResult {

  private static final BatchResult SUCCESS = new BatchResult();

  private BatchResult() {}

  /** Every record of the batch is handled. */
  public static BatchResult success() {
    return SUCCESS;
  }

  @Override
  public String toString() {
    return "success";
  }
}
