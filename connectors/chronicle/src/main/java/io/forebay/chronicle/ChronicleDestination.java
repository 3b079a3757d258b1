/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.discard.DiscardEntry;
import io.forebay.handler.SourceRecord;
import io.forebay.source.FailedBatch;
import io.forebay.source.FailureDestination;
import io.forebay.source.SourceException;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps discard entries in a Chronicle stream: the same bytes as a line of the file destination, as
 * the data of a record without key.
 *
 * <p>Before {@link #send} returns, the queue's file is forced to the disk (fsync) and, when the
 * file is new, its entry in the folder: the entry survives a loss of power as far as the disk keeps
 * its word. Chronicle's {@code metadata.cq4t} is not forced; it is made again from the files. A
 * batch too large for one record is stored as several entries, each with a part of the records.
 */
final class ChronicleDestination implements FailureDestination {

  private final ChronicleStream stream;

  ChronicleDestination(ChronicleStream stream) {
    this.stream = stream;
  }

  @Override
  public String name() {
    return "chronicle:" + stream.folder();
  }

  @Override
  public void send(FailedBatch batch) throws SourceException {
    for (byte[] entry : entries(batch)) {
      stream.append(entry);
    }
    stream.sync();
  }

  @Override
  public void close() {
    stream.close();
  }

  private List<byte[]> entries(FailedBatch batch) {
    byte[] whole = DiscardEntry.toJson(batch);
    int count = batch.records().size();
    if (whole.length <= stream.longestData() || count < 2) {
      return List.of(whole);
    }
    List<byte[]> parts = new ArrayList<>(entries(part(batch, 0, count / 2)));
    parts.addAll(entries(part(batch, count / 2, count)));
    return parts;
  }

  private static FailedBatch part(FailedBatch batch, int from, int to) {
    List<SourceRecord> records = batch.records().subList(from, to);
    return new FailedBatch(
        batch.mapping(),
        batch.handler(),
        batch.source(),
        batch.shard(),
        batch.condition(),
        batch.invocationId(),
        batch.approximateInvokeCount(),
        batch.functionError(),
        batch.discardedAt(),
        records);
  }
}
