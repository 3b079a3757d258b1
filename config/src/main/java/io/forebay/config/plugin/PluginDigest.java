/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What a plug-in's files hold, in short: tells whether somebody has put new ones in place. */
final class PluginDigest {

  private static final int BUFFER_BYTES = 64 * 1024;

  private PluginDigest() {}

  /**
   * A hash (SHA-256) of the names and contents of the plug-in's files.
   *
   * @param plugin a jar, or a folder
   * @throws IOException a file can't be read
   */
  static String of(Path plugin) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (Stream<Path> all = Files.walk(plugin)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        String name = plugin.relativize(file).toString();
        digest.update((name + "\0" + Files.size(file) + "\0").getBytes(StandardCharsets.UTF_8));
        add(file, digest, buffer);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(Path file, MessageDigest digest, byte[] buffer) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
