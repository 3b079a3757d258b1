/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What {@code stream.properties} in a stream's folder says, format 1.
 *
 * @param shards how many queues there are
 * @param rolling how often they begin a new file
 * @param blockSize bytes mapped at a time
 */
record StreamDescriptor(int shards, Rolling rolling, int blockSize) {

  static final String FILE = "stream.properties";
  private static final int FORMAT = 1;

  static boolean existsIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  static StreamDescriptor load(Path folder) throws SourceException {
    Path file = folder.resolve(FILE);
    Properties lines = new Properties();
    try {
      lines.load(new StringReader(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new SourceException(
          Kind.UNAVAILABLE,
          "stream file " + file + " can't be read (" + e + "): check that it exists and its rights",
          e);
    }
    try {
      int format = Integer.parseInt(lines.getProperty("format", "0"));
      if (format == FORMAT) {
        return new StreamDescriptor(
            Integer.parseInt(lines.getProperty("shards", "")),
            Rolling.named(lines.getProperty("rollCycle", "")),
            Integer.parseInt(lines.getProperty("blockSize", "")));
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new SourceException(
        Kind.MISCONFIGURED,
        "stream file "
            + file
            + " is damaged or of another version (this one knows format 1): restore it, or read the"
            + " stream with the version that wrote it");
  }

  /** Creates the file unless another process was faster, and returns what it says then. */
  StreamDescriptor create(Path folder) throws SourceException {
    String text =
        "# Forebay Chronicle stream; the queues beside this file are its shards\n"
            + ("format=" + FORMAT + "\n")
            + ("shards=" + shards + "\n")
            + ("rollCycle=" + rolling + "\n")
            + ("blockSize=" + blockSize + "\n");
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, FILE, ".tmp");
      Files.writeString(draft, text, StandardCharsets.UTF_8);
      linkOnce(draft, folder.resolve(FILE));
    } catch (IOException e) {
      throw new SourceException(
          Kind.MISCONFIGURED,
          "stream folder " + folder + " can't be created (" + e + "): check path, rights and space",
          e);
    }
    return load(folder);
  }

  /** Complains about options that were given and differ. */
  void mustAgree(StreamOptions options, Path folder) throws SourceException {
    if (options.shards().orElse(shards) != shards) {
      throw differs(folder, "shards", String.valueOf(shards), options.shards().getAsInt());
    }
    if (options.blockSize().orElse(blockSize) != blockSize) {
      throw differs(folder, "blockSize", String.valueOf(blockSize), options.blockSize().getAsInt());
    }
    if (!options.rollCycle().orElse(rolling.name()).equals(rolling.name())) {
      throw differs(folder, "rollCycle", rolling.name(), options.rollCycle().orElseThrow());
    }
  }

  private static SourceException differs(Path folder, String what, String stored, Object asked) {
    return new SourceException(
        Kind.MISCONFIGURED,
        ("stream " + folder + " was created with " + what + " " + stored + ", not " + asked)
            + ": leave the setting out, or name another folder");
  }

  /** A hard link appears with all its text or not at all, and never replaces what is there. */
  private static void linkOnce(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // another process created the stream: its descriptor holds
    } finally {
      Files.delete(draft);
    }
  }
}
