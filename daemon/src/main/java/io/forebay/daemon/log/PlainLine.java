/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes an event as one short line: {@code 2026-11-23 10:00:00.123 INFO mapping.Supervisor
 * [orders] message}. An exception adds its chain of messages to the line; its stack trace follows
 * only where asked for.
 */
final class PlainLine extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = new byte[0];
  private static final String OURS = "io.forebay.";

  private final DateTimeFormatter time =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private final boolean stackTraces;

  PlainLine(boolean stackTraces) {
    this.stackTraces = stackTraces;
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(time.format(Instant.ofEpochMilli(event.getTimeStamp())))
        .append(' ')
        .append(String.format(Locale.ROOT, "%-5s", event.getLevel()))
        .append(' ')
        .append(shortName(event.getLoggerName()));
    MappingOf.event(event).ifPresent(mapping -> line.append(" [").append(mapping).append(']'));
    line.append(' ').append(oneLine(event.getFormattedMessage()));
    IThrowableProxy thrown = event.getThrowableProxy();
    for (IThrowableProxy cause = thrown; cause != null; cause = cause.getCause()) {
      String said = cause.getMessage();
      if (said == null) {
        line.append(" <- ").append(shortName(cause.getClassName()));
      } else if (line.indexOf(oneLine(said)) < 0) { // else the line has it already
        line.append(" <- ").append(shortName(cause.getClassName()));
        line.append(": ").append(oneLine(said));
      }
    }
    line.append(System.lineSeparator());
    if (stackTraces && thrown != null) {
      line.append(ThrowableProxyUtil.asString(thrown));
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Our own loggers without the common part, others by their class alone. */
  private static String shortName(String name) {
    if (name.startsWith(OURS)) {
      return name.substring(OURS.length());
    }
    return name.startsWith("forebay.") ? name : name.substring(name.lastIndexOf('.') + 1);
  }

  private static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }
}
