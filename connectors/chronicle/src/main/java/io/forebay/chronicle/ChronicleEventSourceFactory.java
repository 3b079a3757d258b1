/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.EventSource;
import io.forebay.source.EventSourceFactory;
import io.forebay.source.Setting;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceException;
import io.forebay.source.SourceTraits;
import io.forebay.source.SourceTraits.StartPositions;
import io.forebay.source.SourceTraits.WindowClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes event sources of type {@code chronicle}: streams in folders of Chronicle queues. */
public final class ChronicleEventSourceFactory implements EventSourceFactory {

  /** About what the JSON frame of a Kinesis-shaped record takes (rule 8.1). */
  private static final int FRAME_BYTES = 420;

  private static final SourceTraits TRAITS =
      new SourceTraits(
          true,
          100,
          10_000,
          Duration.ZERO,
          WindowClock.PREVIOUS_INVOCATION_ENDED,
          FRAME_BYTES,
          StartPositions.ENDS_AND_TIMESTAMP,
          Duration.ofSeconds(1),
          false,
          false);

  private static final List<Setting> SETTINGS =
      List.of(
          Setting.required(
              "path", Setting.Type.PATH, "The stream's folder; created if it is not there."),
          Setting.optional(
                  "shards",
                  Setting.Type.INTEGER,
                  "How many shards a new stream gets (4 if left out); an existing one must have as"
                      + " many.")
              .within(1, StreamOptions.MAX_SHARDS),
          rollCycle(),
          Setting.optional(
              "retentionAge",
              Setting.Type.DURATION,
              "Files whose records are all older are removed; left out: none is."),
          Setting.optional(
              "retentionSize",
              Setting.Type.SIZE,
              "Oldest files of a shard are removed while it is larger; left out: none is."),
          Setting.optional(
                  "retentionIgnoresMappings",
                  Setting.Type.BOOLEAN,
                  "Whether retention removes records that a mapping of the stream has not settled.")
              .withDefault("false"));

  /** For {@link java.util.ServiceLoader}. */
  public ChronicleEventSourceFactory() {}

  @Override
  public String type() {
    return "chronicle";
  }

  @Override
  public SourceTraits traits() {
    return TRAITS;
  }

  @Override
  public List<Setting> settings() {
    return SETTINGS;
  }

  @Override
  public EventSource create(SourceContext context) throws SourceException {
    Settings settings = context.settings();
    StreamOptions options =
        new StreamOptions(
            settings.has("shards")
                ? OptionalInt.of((int) settings.number("shards"))
                : OptionalInt.empty(),
            settings.optionalText("rollCycle"),
            OptionalInt.empty());
    options.describe();
    Retention.Rule retention =
        new Retention.Rule(
            settings.optionalDuration("retentionAge"),
            settings.has("retentionSize")
                ? OptionalLong.of(settings.number("retentionSize"))
                : OptionalLong.empty(),
            settings.has("retentionIgnoresMappings") && settings.flag("retentionIgnoresMappings"));
    return new ChronicleEventSource(context.mapping(), settings.path("path"), options, retention);
  }

  /** No default: an existing stream has its own. */
  private static Setting rollCycle() {
    return new Setting(
        "rollCycle",
        Setting.Type.CHOICE,
        false,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Rolling.names(),
        "How often a new stream's queues begin a new file (FAST_DAILY if left out); an existing one"
            + " must have the same.");
  }
}
