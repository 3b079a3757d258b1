/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.EventSource;
import io.forebay.source.ReadFrom;
import io.forebay.source.Shard;
import io.forebay.source.ShardReader;
import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A stream as one mapping reads it; it is created when it does not exist. */
final class ChronicleEventSource implements EventSource {

  private final Path folder;
  private final StreamOptions options;
  private final Retention.Rule retention;
  private final ReaderMarks marks;
  private @Nullable ChronicleStream stream;

  ChronicleEventSource(
      String mapping, Path folder, StreamOptions options, Retention.Rule retention) {
    this.folder = folder;
    this.options = options;
    this.retention = retention;
    this.marks = new ReaderMarks(folder, mapping);
  }

  @Override
  public String name() {
    return "chronicle:" + folder;
  }

  @Override
  public List<Shard> shards() throws SourceException {
    return IntStream.range(0, stream().shards())
        .mapToObj(ShardFolder::nameOf)
        .map(Shard::of)
        .toList();
  }

  @Override
  public ShardReader open(Shard shard, ReadFrom from) throws SourceException {
    int number = ShardFolder.numberOf(shard.id());
    if (number < 0 || number >= stream().shards()) {
      throw new SourceException(
          Kind.MISCONFIGURED,
          "stream " + folder + " has no shard '" + shard.id() + "': it was made anew with fewer");
    }
    return new ChronicleReader(stream(), number, from, marks, retention);
  }

  @Override
  public void forget() throws SourceException {
    try {
      marks.forget();
    } catch (IOException e) {
      throw new SourceException(
          Kind.UNAVAILABLE,
          ("the marks of a mapping in " + folder.resolve("readers") + " can't be removed (" + e)
              + "): remove them by hand, or retention keeps what they protect",
          e);
    }
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  private ChronicleStream stream() throws SourceException {
    ChronicleStream open = stream;
    if (open == null) {
      open = ChronicleStream.openOrCreate(folder, options);
      stream = open;
    }
    return open;
  }
}
