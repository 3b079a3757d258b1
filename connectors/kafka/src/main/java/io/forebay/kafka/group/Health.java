/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import io.forebay.source.SourceException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is wrong, by what noticed it; tells changes only, the most telling first. Confined to the
 * poller.
 */
final class Health {

  /** Who noticed; the first has the most to say. */
  enum Sign {
    /** The consumer threw: it is made anew. */
    CONSUMER,
    /** The topic could not be looked at. */
    TOPIC,
    /** Where new partitions begin could not be found out. */
    BEGINNING,
    /** Commits are not stored. */
    COMMITS
  }

  private final Map<Sign, SourceException> wrong = new EnumMap<>(Sign.class);
  private final Consumer<Optional<SourceException>> listener;
  private Optional<String> told = Optional.empty();

  Health(Consumer<Optional<SourceException>> listener) {
    this.listener = listener;
  }

  void wrong(Sign sign, SourceException fault) {
    wrong.put(sign, fault);
    tell();
  }

  void well(Sign sign) {
    if (wrong.remove(sign) != null) {
      tell();
    }
  }

  boolean wrong(Sign sign) {
    return wrong.containsKey(sign);
  }

  private void tell() {
    Optional<SourceException> first = wrong.values().stream().findFirst();
    Optional<String> now = first.map(fault -> fault.kind() + ": " + fault.getMessage());
    if (!Objects.equals(now, told)) {
      told = now;
      listener.accept(first);
    }
  }
}
