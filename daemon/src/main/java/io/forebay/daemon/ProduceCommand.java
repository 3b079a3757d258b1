/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import io.forebay.chronicle.ChronicleStream;
import io.forebay.chronicle.StreamOptions;
import io.forebay.daemon.log.LogFormat;
import io.forebay.daemon.log.LogLevel;
import io.forebay.daemon.log.LogSetup;
import io.forebay.daemon.process.ExitCode;
import io.forebay.daemon.process.UserException;
import io.forebay.daemon.produce.KeyRule;
import io.forebay.daemon.produce.LineReader;
import io.forebay.daemon.produce.MalformedLineException;
import io.forebay.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code forebay produce}. */
@Command(
    name = "produce",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    description = {
      "Appends lines to a Chronicle stream, each as a record with its bytes as they are.",
      "Creates the stream if there is none. Other processes may append and read meanwhile. Empty"
          + " lines are left out."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all lines are appended, and are on the disk",
      "1:a line could not be; those before it are appended",
      "2:wrong arguments"
    })
final class ProduceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "STREAM-DIR", description = "The stream's folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "Shards of a new stream (default: 4); an existing one must have as many.")
  private Optional<Integer> shards = Optional.empty();

  @ArgGroup private Keys keys = new Keys();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Reads the lines from this file (default: standard input).")
  private Optional<Path> file = Optional.empty();

  /** One of two ways to tell a line's key. */
  static final class Keys {
    @Option(
        names = {"-k", "--key"},
        paramLabel = "FIELD",
        description =
            "Lines are JSON objects; this field's text or number is the record's key. Records of"
                + " one key keep their order. Without a key, records go to the shards in turn.")
    private Optional<String> field = Optional.empty();

    @Option(
        names = "--key-separator",
        paramLabel = "TEXT",
        description =
            "What stands before this text (\\t: a tab) is the key, what follows the data.")
    private Optional<String> separator = Optional.empty();

    KeyRule rule() {
      if (field.isPresent()) {
        return KeyRule.field(field.get());
      }
      return separator
          .map(text -> KeyRule.separator(text.replace("\\t", "\t")))
          .orElseGet(KeyRule::none);
    }
  }

  @Override
  public Integer call() throws UserException, IOException {
    new LogSetup(LogFormat.PLAIN, LogLevel.WARN, Optional.empty()).apply();
    StreamOptions options = shards.map(StreamOptions::shards).orElseGet(StreamOptions::defaults);
    long before = System.nanoTime();
    try (InputStream in = input();
        ChronicleStream stream = ChronicleStream.openOrCreate(folder, options)) {
      long count = append(new LineReader(in), stream);
      stream.sync();
      double seconds = (System.nanoTime() - before) / 1e9;
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "%,d %s appended to %s (%d shards) in %.1f s%n",
          count, count == 1 ? "record" : "records", folder, stream.shards(), seconds);
      out.flush();
      return ExitCode.OK;
    } catch (SourceException e) {
      throw e.kind() == SourceException.Kind.MISCONFIGURED
          ? UserException.usage(String.valueOf(e.getMessage()))
          : UserException.failed(String.valueOf(e.getMessage()));
    }
  }

  private long append(LineReader lines, ChronicleStream stream)
      throws IOException, SourceException, UserException {
    KeyRule rule = keys.rule();
    long count = 0;
    while (true) {
      Optional<byte[]> line = lines.next();
      if (line.isEmpty()) {
        return count;
      }
      try {
        KeyRule.Keyed keyed = rule.apply(line.get());
        if (keyed.key().isPresent()) {
          stream.append(keyed.key().get(), keyed.data(), List.of(), System.currentTimeMillis());
        } else {
          stream.append(keyed.data());
        }
        count++;
      } catch (MalformedLineException e) {
        stream.sync();
        throw UserException.failed(
            "line "
                + lines.number()
                + ": "
                + e.getMessage()
                + "; the "
                + count
                + " records before it are appended");
      }
    }
  }

  private InputStream input() throws UserException, IOException {
    if (file.isEmpty()) {
      return System.in;
    }
    try {
      return Files.newInputStream(file.get());
    } catch (NoSuchFileException e) {
      throw UserException.usage("there is no file " + file.get());
    }
  }
}
