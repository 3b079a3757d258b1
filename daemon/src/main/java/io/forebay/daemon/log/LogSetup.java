/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets up logback from the command line's options. Who gives {@code -Dlogback.configurationFile}
 * has decided otherwise, and nothing is changed.
 *
 * @param format plain or JSON
 * @param level from where on
 * @param file where lines go; empty: standard error
 */
public record LogSetup(LogFormat format, LogLevel level, Optional<Path> file) {

  /** Loggers of libraries that tell more than an operator wants, and from where on they may. */
  private static final String CHRONICLE = "net.openhft";

  /** Dumps its settings at each start, and warns of what the connector says in a sentence. */
  private static final String KAFKA = "org.apache.kafka";

  /** Tells each failed attempt to reach a broker, several a second. */
  private static final String KAFKA_NETWORK = "org.apache.kafka.clients.NetworkClient";

  /** Logs what it throws as well; the store that catches it says it in a sentence. */
  private static final String SQLITE = "org.sqlite";

  /** So does the pool of connections to PostgreSQL. */
  private static final String POOL = "com.zaxxer.hikari";

  /**
   * Warnings and errors only, on standard error: for what runs before a command has its options.
   */
  public static LogSetup quiet() {
    return new LogSetup(LogFormat.PLAIN, LogLevel.WARN, Optional.empty());
  }

  /** Puts it in force for the whole process. */
  public void apply() {
    bridgeJavaLogging();
    if (System.getProperty("logback.configurationFile") != null) {
      return;
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    LevelChangePropagator toJavaLogging = new LevelChangePropagator();
    toJavaLogging.setContext(context);
    toJavaLogging.setResetJUL(true);
    context.addListener(toJavaLogging);
    toJavaLogging.start();
    ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(level.level());
    root.addAppender(appender(context));
    context.getLogger(CHRONICLE).setLevel(Level.ERROR);
    context.getLogger("sun").setLevel(Level.WARN);
    context.getLogger("com.sun").setLevel(Level.WARN);
    context.getLogger("jdk").setLevel(Level.WARN);
    context.getLogger("java").setLevel(Level.WARN);
    context.getLogger(KAFKA).setLevel(Level.ERROR);
    context.getLogger(KAFKA_NETWORK).setLevel(Level.OFF);
    context.getLogger(SQLITE).setLevel(Level.OFF);
    context.getLogger(POOL).setLevel(Level.OFF);
  }

  private OutputStreamAppender<ILoggingEvent> appender(LoggerContext context) {
    OutputStreamAppender<ILoggingEvent> appender;
    if (file.isPresent()) {
      FileAppender<ILoggingEvent> toFile = new FileAppender<>();
      toFile.setFile(file.get().toString());
      appender = toFile;
    } else {
      ConsoleAppender<ILoggingEvent> toConsole = new ConsoleAppender<>();
      toConsole.setTarget("System.err");
      appender = toConsole;
    }
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case PLAIN -> new PlainLine(level.showsStackTraces());
          case JSON -> new JsonLine();
        };
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  private static void bridgeJavaLogging() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
