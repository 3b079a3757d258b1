/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.batch;

import io.forebay.handler.SourceRecord;

/**
 * How large records are as the payload of an invocation (rule 2.1.5): as base64 text, with the
 * source's JSON around each.
 *
 * @param overhead bytes of JSON a record
 */
public record PayloadSize(int overhead) {

  /** An upper bound for this many records of this many bytes in sum. */
  public long bound(int records, long bytes) {
    return (bytes + 2L * records) / 3 * 4 + 4 + (long) records * overhead;
  }

  /** Encoded bytes of this record. */
  public long of(SourceRecord rec) {
    return (rec.size() + 2L) / 3 * 4 + overhead;
  }
}
