/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The definition of one setting: what checks a config file, what the JSON Schema says, and what the
 * documentation lists all come from here.
 *
 * @param name camelCase, as written in a config file
 * @param type what values look like
 * @param required whether it must be given
 * @param defaultValue the value taken when it is left out, in config-file notation; empty if there
 *     is none
 * @param minimum smallest value of a number, a duration (ms) or a size (bytes)
 * @param maximum largest value of a number, a duration (ms) or a size (bytes)
 * @param choices the words a {@link Type#CHOICE} accepts
 * @param description one sentence for people
 */
public record Setting(
    String name,
    Type type,
    boolean required,
    Optional<String> defaultValue,
    OptionalLong minimum,
    OptionalLong maximum,
    List<String> choices,
    String description) {

  /** The forms a setting's value can take. */
  public enum Type {
    /** Any text. */
    TEXT,
    /** A whole number. */
    INTEGER,
    /** true or false. */
    BOOLEAN,
    /** A duration with a unit: {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}, {@code 7d}. */
    DURATION,
    /** A size with a unit: {@code 512B}, {@code 64KiB}, {@code 6MiB}, {@code 1GiB}. */
    SIZE,
    /** A file or folder; a relative one is meant from the config file's folder. */
    PATH,
    /** A point in time: {@code 2026-11-23T10:00:00Z} or seconds since the epoch. */
    INSTANT,
    /** One of {@link Setting#choices}. */
    CHOICE,
    /** Names with text values, passed through unchecked. */
    MAP
  }

  /** An optional setting without a default. */
  public static Setting optional(String name, Type type, String description) {
    return new Setting(
        name,
        type,
        false,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(),
        description);
  }

  /** A setting that must be given. */
  public static Setting required(String name, Type type, String description) {
    return new Setting(
        name,
        type,
        true,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(),
        description);
  }

  /** A choice between words, the first of which is the default. */
  public static Setting choice(String name, List<String> choices, String description) {
    return new Setting(
        name,
        Type.CHOICE,
        false,
        Optional.of(choices.get(0)),
        OptionalLong.empty(),
        OptionalLong.empty(),
        choices,
        description);
  }

  /** The same with this default, in config-file notation. */
  public Setting withDefault(String value) {
    return new Setting(
        name, type, required, Optional.of(value), minimum, maximum, choices, description);
  }

  /** The same with a range, both ends included (ms for durations, bytes for sizes). */
  public Setting within(long lowest, long highest) {
    return new Setting(
        name,
        type,
        required,
        defaultValue,
        OptionalLong.of(lowest),
        OptionalLong.of(highest),
        choices,
        description);
  }
}
