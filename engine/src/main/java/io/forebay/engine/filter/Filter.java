/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.filter;

import io.forebay.engine.MappingDefinition;
import io.forebay.handler.SourceRecord;
import java.util.function.Predicate;

/** A mapping's filter, guarded: a predicate that throws lets the record pass. */
public final class Filter {

  private final Predicate<SourceRecord> passing;

  /** A filter of this predicate. */
  public Filter(Predicate<SourceRecord> passing) {
    this.passing = passing;
  }

  /** Whether there is nothing to filter, so that records need not be looked at. */
  public boolean acceptsAll() {
    return passing == MappingDefinition.EVERYTHING;
  }

  /** Whether the handler is to see the record. */
  public boolean accepts(SourceRecord rec) {
    try {
      return passing.test(rec);
    } catch (RuntimeException | Error e) {
      return true;
    }
  }
}
