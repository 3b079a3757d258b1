/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.FailureDestination;
import io.forebay.source.FailureDestinationFactory;
import io.forebay.source.Setting;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceException;
import java.nio.file.Path;
import java.util.List;

/** Makes failure destinations of type {@code chronicle}: streams of discard entries. */
public final class ChronicleDestinationFactory implements FailureDestinationFactory {

  /** Lets an entry have nearly 16 MiB; only what is written takes disk space. */
  private static final int BLOCK_SIZE = 64 << 20;

  private static final List<Setting> SETTINGS =
      List.of(
          Setting.required(
              "path",
              Setting.Type.PATH,
              "The folder of the stream that discarded batches are appended to; created with one"
                  + " shard if it is not there."));

  /** For {@link java.util.ServiceLoader}. */
  public ChronicleDestinationFactory() {}

  @Override
  public String type() {
    return "chronicle";
  }

  @Override
  public List<Setting> settings() {
    return SETTINGS;
  }

  @Override
  public FailureDestination create(SourceContext context) throws SourceException {
    Path folder = context.settings().path("path");
    ChronicleStream stream =
        StreamDescriptor.existsIn(folder)
            ? ChronicleStream.open(folder)
            : ChronicleStream.openOrCreate(folder, StreamOptions.shards(1).blockSize(BLOCK_SIZE));
    try {
      stream.mustTakeRecords();
    } catch (SourceException e) {
      stream.close();
      throw e;
    }
    return new ChronicleDestination(stream);
  }
}
