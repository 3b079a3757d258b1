/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchHandlerFactory;
import io.forebay.handler.BatchResult;
import io.forebay.handler.Handler;
import io.forebay.source.EventSource;
import io.forebay.source.EventSourceFactory;
import io.forebay.source.FailureDestination;
import io.forebay.source.FailureDestinationFactory;
import io.forebay.source.Setting;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceException;
import io.forebay.source.SourceTraits;
import io.forebay.source.SourceTraits.StartPositions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Connectors that only exist in tests: a stream, and a queue with narrower ranges. */
final class Fakes {

  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  /** What connectors and handlers were made from. */
  final List<SourceContext> opened = new ArrayList<>();

  final List<Map<String, String>> handlerSettings = new ArrayList<>();

  Catalog catalog() {
    return Catalog.of(
            List.of(
                source("stream", 10_000, StartPositions.ENDS_AND_TIMESTAMP),
                source("queue", 10, StartPositions.NONE)),
            List.of(destination()),
            List.of(handler("my-handler"), handler("other-handler")))
        .withEnvironment(Map.of("SECRET", "hunter2", "BATCH", "50", "HUGE", "98765"))
        .withClock(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private EventSourceFactory source(String type, int largestBatch, StartPositions positions) {
    return new EventSourceFactory() {
      @Override
      public String type() {
        return type;
      }

      @Override
      public SourceTraits traits() {
        return new SourceTraits(
            positions != StartPositions.NONE,
            Math.min(100, largestBatch),
            largestBatch,
            Duration.ZERO,
            SourceTraits.WindowClock.FIRST_RECORD,
            300,
            positions,
            Duration.ofMillis(10),
            false,
            false);
      }

      @Override
      public List<Setting> settings() {
        return List.of(
            Setting.required("path", Setting.Type.PATH, "Folder of the stream."),
            Setting.optional("shards", Setting.Type.INTEGER, "How many shards.")
                .withDefault("4")
                .within(1, 64),
            Setting.optional("password", Setting.Type.TEXT, "What to log in with."),
            Setting.optional("buffer", Setting.Type.SIZE, "Bytes to read at once.")
                .withDefault("64KiB")
                .within(1024, 1 << 20),
            Setting.optional("tls", Setting.Type.BOOLEAN, "Whether to encrypt."),
            Setting.choice("codec", List.of("none", "gzip"), "How records are packed."),
            Setting.optional("properties", Setting.Type.MAP, "For the client library."));
      }

      @Override
      public EventSource create(SourceContext context) throws SourceException {
        opened.add(context);
        throw new SourceException(SourceException.Kind.UNAVAILABLE, "a fake");
      }
    };
  }

  private FailureDestinationFactory destination() {
    return new FailureDestinationFactory() {
      @Override
      public String type() {
        return "file";
      }

      @Override
      public List<Setting> settings() {
        return List.of(Setting.required("path", Setting.Type.PATH, "The file."));
      }

      @Override
      public FailureDestination create(SourceContext context) throws SourceException {
        opened.add(context);
        throw new SourceException(SourceException.Kind.UNAVAILABLE, "a fake");
      }
    };
  }

  BatchHandlerFactory handler(String name) {
    return new BatchHandlerFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Handler create(Map<String, String> settings) {
        handlerSettings.add(settings);
        BatchHandler handler = (batch, context) -> BatchResult.success();
        return handler;
      }
    };
  }
}
