/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.EventSource;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import io.forebay.source.contract.Entry;
import io.forebay.source.contract.SourceUnderTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A stream in a folder of its own, reached through the factory as the engine does. */
final class TestStream implements SourceUnderTest {

  private final Path folder;
  private final ChronicleStream stream;

  TestStream(Path parent, StreamOptions options) throws Exception {
    this.folder = Files.createTempDirectory(parent, "stream");
    this.stream = ChronicleStream.openOrCreate(folder, options);
  }

  Path folder() {
    return folder;
  }

  ChronicleStream stream() {
    return stream;
  }

  @Override
  public EventSource connect(String mapping) throws Exception {
    return connect(mapping, Map.of());
  }

  EventSource connect(String mapping, Map<String, ?> settings) throws Exception {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("path", folder);
    return new ChronicleEventSourceFactory().create(new SourceContext(mapping, Settings.of(all)));
  }

  @Override
  public void append(Entry entry) throws Exception {
    if (entry.key().isPresent()) {
      byte[] key = entry.key().get().getBytes(StandardCharsets.UTF_8);
      stream.append(key, entry.bytes(), entry.headers(), entry.timestamp());
    } else {
      stream.append(entry.bytes(), entry.headers(), entry.timestamp());
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
