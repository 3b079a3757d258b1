/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.check;

import io.forebay.config.text.Scalar;
import io.forebay.config.text.Scalar.Kind;
import io.forebay.config.text.Section;
import io.forebay.config.text.Value;
import io.forebay.source.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Turns what is written in a section into values of the types that {@code Settings} holds, defaults
 * filled in, and tells whatever does not fit its definition.
 *
 * @param scope what the ranges hold for, to end a message with: " for a source of type 'x'"
 * @param wider the same settings with the ranges of {@code limits: none}, where they differ
 */
public record SettingCheck(String scope, List<Setting> wider) {

  private static final int MOST_DIGITS = 18;

  /** Ranges that hold everywhere. */
  public static SettingCheck plain() {
    return new SettingCheck("", List.of());
  }

  /** The values of the settings that are given and right, or have a default, by name. */
  public Map<String, Object> read(Section section, List<Setting> definitions) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Setting setting : definitions) {
      Optional<Value> given = section.value(setting.name());
      if (given.isPresent()) {
        value(setting, given.get()).ifPresent(checked -> values.put(setting.name(), checked));
      } else if (setting.defaultValue().isPresent()) {
        byDefault(setting, section.folder())
            .ifPresent(checked -> values.put(setting.name(), checked));
      } else if (setting.required()) {
        section.fault(setting.name(), "is missing: give " + Wording.of(setting));
      }
    }
    return values;
  }

  /** The defaults of these settings, none of which is a path. */
  public static Map<String, Object> defaults(List<Setting> definitions) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Setting setting : definitions) {
      plain().byDefault(setting, Path.of("")).ifPresent(value -> values.put(setting.name(), value));
    }
    return values;
  }

  /** A path on its own; empty, and told, if it isn't one. */
  public static Optional<Path> path(Value value) {
    return plain()
        .value(Setting.optional("path", Setting.Type.PATH, ""), value)
        .map(Path.class::cast);
  }

  private Optional<Object> byDefault(Setting setting, Path folder) {
    return setting
        .defaultValue()
        .flatMap(text -> parse(setting, Scalar.ofDefault(text), folder, complaint -> {}));
  }

  private Optional<Object> value(Setting setting, Value value) {
    if (setting.type() == Setting.Type.MAP) {
      return value.section(value.field() + ".").map(SettingCheck::texts);
    }
    return value
        .scalar(Wording.of(setting))
        .flatMap(scalar -> parse(setting, scalar, value.folder(), value::fault));
  }

  /** Names with text values; numbers and true or false count as the text they are written as. */
  public static Map<String, String> texts(Section section) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : section.names()) {
      section
          .value(name)
          .flatMap(value -> value.scalar("text"))
          .ifPresent(scalar -> texts.put(name, scalar.text()));
    }
    return texts;
  }

  private Optional<Object> parse(
      Setting setting, Scalar scalar, Path folder, Consumer<String> refuse) {
    return switch (setting.type()) {
      case TEXT -> text(scalar, refuse).map(text -> text);
      case PATH -> text(scalar, refuse).flatMap(text -> path(text, scalar, folder, refuse));
      case BOOLEAN -> flag(setting, scalar, refuse);
      case INTEGER -> integer(setting, scalar, refuse);
      case DURATION -> quantity(setting, scalar, Unit.DURATION, refuse).map(Duration::ofMillis);
      case SIZE -> quantity(setting, scalar, Unit.SIZE, refuse).map(bytes -> bytes);
      case INSTANT -> instant(setting, scalar, refuse);
      case CHOICE -> choice(setting, scalar, refuse);
      case MAP -> Optional.of(Map.of());
    };
  }

  private static Optional<String> text(Scalar scalar, Consumer<String> refuse) {
    if (scalar.kind() == Kind.TEXT || scalar.resolved()) {
      return Optional.of(scalar.text());
    }
    refuse.accept("must be text, not " + scalar.kind().word() + ": put it in quotes");
    return Optional.empty();
  }

  private static Optional<Object> path(
      String text, Scalar scalar, Path folder, Consumer<String> refuse) {
    if (text.isBlank()) {
      refuse.accept("is empty: give a file or folder");
      return Optional.empty();
    }
    if (text.equals("~") || text.startsWith("~/")) {
      refuse.accept("'~' means nothing here: write the path out, or ${env:HOME}/…");
      return Optional.empty();
    }
    try {
      return Optional.of(folder.resolve(text).normalize());
    } catch (InvalidPathException e) {
      refuse.accept(scalar.shown() + " is not a file name");
      return Optional.empty();
    }
  }

  private Optional<Object> flag(Setting setting, Scalar scalar, Consumer<String> refuse) {
    return scalar.kind() == Kind.BOOLEAN
        ? Optional.of(Boolean.valueOf(scalar.text()))
        : wrong(setting, scalar, refuse);
  }

  private Optional<Object> integer(Setting setting, Scalar scalar, Consumer<String> refuse) {
    if (scalar.kind() != Kind.INTEGER || !scalar.text().matches("[-+]?[0-9]+")) {
      return wrong(setting, scalar, refuse);
    }
    return within(setting, scalar, number(scalar.text()), refuse).map(number -> number);
  }

  private Optional<Long> quantity(
      Setting setting, Scalar scalar, List<Unit> units, Consumer<String> refuse) {
    if (scalar.kind() == Kind.INTEGER && scalar.text().matches("0|-1")) {
      return within(setting, scalar, Long.parseLong(scalar.text()), refuse);
    }
    if (scalar.kind() == Kind.INTEGER || scalar.kind() == Kind.DECIMAL) {
      refuse.accept(
          scalar.shown()
              + " needs a unit, as in "
              + Wording.examples(setting)
              + ": must be "
              + Wording.of(setting)
              + scope);
      return Optional.empty();
    }
    OptionalLong value = Unit.parse(units, scalar.text());
    if (value.isEmpty()) {
      refuse.accept(
          "must be "
              + Wording.of(setting)
              + scope
              + ", not "
              + scalar.shown()
              + ": write a whole number with a unit, as in "
              + Wording.examples(setting));
      return Optional.empty();
    }
    return within(setting, scalar, value.getAsLong(), refuse);
  }

  private Optional<Object> instant(Setting setting, Scalar scalar, Consumer<String> refuse) {
    try {
      if (scalar.kind() == Kind.INTEGER) {
        return Optional.of(Instant.ofEpochSecond(number(scalar.text())));
      }
      return Optional.of(OffsetDateTime.parse(scalar.text()).toInstant());
    } catch (DateTimeException e) {
      return wrong(setting, scalar, refuse);
    }
  }

  private Optional<Object> choice(Setting setting, Scalar scalar, Consumer<String> refuse) {
    if (setting.choices().contains(scalar.text())) {
      return Optional.of(scalar.text());
    }
    String hint = scalar.resolved() ? "" : Suggestion.didYouMean(scalar.text(), setting.choices());
    refuse.accept("must be " + Wording.of(setting) + scope + ", not " + scalar.shown() + hint);
    return Optional.empty();
  }

  private Optional<Object> wrong(Setting setting, Scalar scalar, Consumer<String> refuse) {
    boolean ranged = setting.minimum().isPresent();
    refuse.accept(
        "must be " + Wording.of(setting) + (ranged ? scope : "") + ", not " + scalar.shown());
    return Optional.empty();
  }

  private Optional<Long> within(
      Setting setting, Scalar scalar, long value, Consumer<String> refuse) {
    if (fits(setting, value)) {
      return Optional.of(value);
    }
    refuse.accept(
        scalar.shown()
            + " is out of range: must be "
            + Wording.of(setting)
            + scope
            + wider(setting, value));
    return Optional.empty();
  }

  private String wider(Setting setting, long value) {
    return wider.stream()
        .filter(other -> other.name().equals(setting.name()) && fits(other, value))
        .map(other -> "; 'limits: none' under 'engine' allows " + Wording.shortRange(other))
        .findFirst()
        .orElse("");
  }

  private static boolean fits(Setting setting, long value) {
    if (value == -1 && Wording.hasHole(setting)) {
      return true;
    }
    return value >= Wording.floor(setting) && value <= setting.maximum().orElse(Long.MAX_VALUE);
  }

  private static long number(String text) {
    String digits = text.startsWith("+") ? text.substring(1) : text;
    if (digits.length() > MOST_DIGITS) {
      return digits.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return Long.parseLong(digits);
  }
}
