/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.EventSource;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceException;
import io.forebay.source.SourceTraits;
import java.nio.file.Path;
import java.util.Map;

/** For applications that embed the engine: a stream as an event source, in one call. */
public final class ChronicleSources {

  private static final ChronicleEventSourceFactory FACTORY = new ChronicleEventSourceFactory();

  private ChronicleSources() {}

  /** What mappings that read streams have as ranges and defaults. */
  public static SourceTraits traits() {
    return FACTORY.traits();
  }

  /**
   * The stream in this folder as a mapping reads it. The stream is created, with four shards, if it
   * does not exist; retention is off. Other settings: {@link ChronicleEventSourceFactory#create}.
   *
   * @param folder the stream's folder
   * @param mapping the name of the mapping, by which the stream remembers its readers
   */
  public static EventSource open(Path folder, String mapping) throws SourceException {
    return FACTORY.create(new SourceContext(mapping, Settings.of(Map.of("path", folder))));
  }
}
