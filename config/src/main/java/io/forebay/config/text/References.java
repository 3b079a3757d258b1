/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts values in place of references to environment variables and files; a doubled dollar sign
 * stands for a literal one. The values are secrets: complaints name the reference, never what it
 * stands for.
 */
final class References {

  private static final long MAXIMUM_SECRET_BYTES = 64L * 1024;

  private final Map<String, String> environment;
  private final Path folder;

  References(Map<String, String> environment, Path folder) {
    this.environment = environment;
    this.folder = folder;
  }

  static boolean in(String text) {
    return text.contains("${");
  }

  /** The text with its references resolved; empty if any can't be, after telling why. */
  Optional<String> resolve(String text, Consumer<String> refuse) {
    StringBuilder out = new StringBuilder();
    boolean whole = true;
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf("${", at);
      if (open < 0) {
        out.append(text, at, text.length());
        break;
      }
      if (open > at && text.charAt(open - 1) == '$') {
        out.append(text, at, open - 1).append("${");
        at = open + 2;
        continue;
      }
      out.append(text, at, open);
      int close = text.indexOf('}', open);
      if (close < 0) {
        refuse.accept("'${' without '}'; write $${ for a literal ${");
        return Optional.empty();
      }
      Optional<String> value = lookUp(text.substring(open + 2, close), refuse);
      value.ifPresent(out::append);
      whole &= value.isPresent();
      at = close + 1;
    }
    return whole ? Optional.of(out.toString()) : Optional.empty();
  }

  private Optional<String> lookUp(String reference, Consumer<String> refuse) {
    if (reference.startsWith("env:")) {
      String name = reference.substring("env:".length());
      Optional<String> value = Optional.ofNullable(environment.get(name));
      if (value.isEmpty()) {
        refuse.accept("${env:" + name + "}: there is no environment variable '" + name + "'");
      }
      return value;
    }
    if (reference.startsWith("file:")) {
      return contents(reference.substring("file:".length()), refuse);
    }
    refuse.accept(
        "${" + reference + "} is neither ${env:NAME} nor ${file:path}; write $${ for a literal ${");
    return Optional.empty();
  }

  private Optional<String> contents(String name, Consumer<String> refuse) {
    String reference = "${file:" + name + "}";
    try {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        refuse.accept(reference + ": there is no file " + file.normalize());
        return Optional.empty();
      }
      if (Files.size(file) > MAXIMUM_SECRET_BYTES) {
        refuse.accept(reference + ": the file is larger than 64 KiB");
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return Optional.of(withoutNewline(StandardCharsets.UTF_8.newDecoder().decode(bytes)));
    } catch (CharacterCodingException e) {
      refuse.accept(reference + ": the file is not UTF-8 text");
    } catch (IOException e) {
      refuse.accept(reference + ": the file can't be read (" + e.getClass().getSimpleName() + ")");
    } catch (InvalidPathException e) {
      refuse.accept(reference + ": that is not a file name");
    }
    return Optional.empty();
  }

  private static String withoutNewline(CharSequence text) {
    int end = text.length();
    if (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
      if (end > 0 && text.charAt(end - 1) == '\r') {
        end--;
      }
    }
    return text.subSequence(0, end).toString();
  }
}
