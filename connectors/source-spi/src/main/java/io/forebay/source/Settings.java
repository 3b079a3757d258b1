/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Checked values of {@link Setting}s, defaults filled in. Immutable.
 *
 * <p>Values are held as their Java type: {@code String}, {@code Long}, {@code Boolean}, {@link
 * Duration}, {@code Long} bytes for sizes, {@link Path}, {@link Instant}, {@code Map<String,
 * String>}. {@link #toString} names the settings but never shows a value, since one may be a
 * secret.
 */
public final class Settings {

  private final Map<String, Object> values;

  private Settings(Map<String, Object> values) {
    this.values = values;
  }

  /** These values, which the caller has checked. */
  public static Settings of(Map<String, ?> values) {
    return new Settings(Map.copyOf(new HashMap<String, Object>(values)));
  }

  /** Whether the setting was given or has a default. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** A text or choice. */
  public String text(String name) {
    return get(name, String.class);
  }

  /** A text or choice, if given. */
  public Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** A whole number, or a size in bytes. */
  public long number(String name) {
    return get(name, Long.class);
  }

  /** true or false. */
  public boolean flag(String name) {
    return get(name, Boolean.class);
  }

  /** A duration. */
  public Duration duration(String name) {
    return get(name, Duration.class);
  }

  /** A duration, if given. */
  public Optional<Duration> optionalDuration(String name) {
    return has(name) ? Optional.of(duration(name)) : Optional.empty();
  }

  /** A file or folder. */
  public Path path(String name) {
    return get(name, Path.class);
  }

  /** A point in time. */
  public Instant instant(String name) {
    return get(name, Instant.class);
  }

  /** Names with text values; empty if not given. */
  public Map<String, String> map(String name) {
    Map<String, String> copy = new HashMap<>();
    if (values.get(name) instanceof Map<?, ?> map) {
      map.forEach((k, v) -> copy.put(String.valueOf(k), String.valueOf(v)));
    }
    return Map.copyOf(copy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "settings " + values.keySet();
  }

  private <T> T get(String name, Class<T> type) {
    Object value = values.get(name);
    if (value == null) {
      throw new NoSuchElementException("setting '" + name + "' is not given and has no default");
    }
    return type.cast(value);
  }
}
