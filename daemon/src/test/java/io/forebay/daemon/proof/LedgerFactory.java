/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof;

import io.forebay.handler.Batch;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchHandlerFactory;
import io.forebay.handler.BatchResult;
import io.forebay.handler.Handler;
import io.forebay.handler.InvocationContext;
import io.forebay.handler.SourceRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A handler that writes down what it is given before and after it handles it: the file outlives a
 * kill of the process, since each line is with the system when the call returns.
 *
 * <p>Settings: {@code file}; {@code slow} and {@code failing}, the percentages of attempts that
 * take up to 40 ms and that fail (never a third one in a row); {@code slowKey}, a key that takes
 * 200 ms; {@code stuck}, a key that always fails. What an attempt does follows from its invocation
 * id, so it varies over batches and attempts.
 */
public final class LedgerFactory implements BatchHandlerFactory {

  private static final long SLOW_KEY_NANOS = 200_000_000;

  @Override
  public String name() {
    return "test-ledger";
  }

  @Override
  public Handler create(Map<String, String> settings) throws IOException {
    return new Ledger(
        FileChannel.open(
            Path.of(settings.get("file")), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        Integer.parseInt(settings.getOrDefault("slow", "0")),
        Integer.parseInt(settings.getOrDefault("failing", "0")),
        settings.getOrDefault("slowKey", ""),
        settings.getOrDefault("stuck", ""));
  }

  private record Ledger(FileChannel file, int slow, int failing, String slowKey, String stuck)
      implements BatchHandler {

    @Override
    public BatchResult handle(Batch batch, InvocationContext context) throws IOException {
      note(LedgerLine.TAKEN, batch, context);
      Random chance = new Random(context.invocationId().hashCode() * 31L + context.attempt());
      if (chance.nextInt(100) < slow) {
        LockSupport.parkNanos(1_000_000L * (5 + chance.nextInt(36)));
      }
      if (holds(batch, slowKey)) {
        LockSupport.parkNanos(SLOW_KEY_NANOS);
      }
      boolean fails = context.attempt() <= 2 && chance.nextInt(100) < failing;
      if (fails || holds(batch, stuck)) {
        note(LedgerLine.FAILED, batch, context);
        throw new IllegalStateException("meant to fail");
      }
      note(LedgerLine.HANDLED, batch, context);
      return BatchResult.success();
    }

    private static boolean holds(Batch batch, String key) {
      return batch.records().stream().anyMatch(rec -> rec.keyText().equals(key));
    }

    private void note(char what, Batch batch, InvocationContext context) throws IOException {
      StringBuilder lines = new StringBuilder();
      long now = System.currentTimeMillis();
      for (SourceRecord rec : batch) {
        LedgerLine line =
            new LedgerLine(
                what,
                batch.shard(),
                rec.position(),
                rec.keyText(),
                LedgerLine.seqOf(rec.dataText()),
                context.invocationId(),
                now);
        lines.append(line.text()).append('\n');
      }
      ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
      synchronized (file) {
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
      }
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
