/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.discard;

import io.forebay.source.FailureDestination;
import io.forebay.source.FailureDestinationFactory;
import io.forebay.source.Setting;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceException;
import java.util.List;
import java.util.OptionalInt;

/** Makes failure destinations of type {@code file}: JSON Lines, one discarded batch a line. */
public final class FileDestinationFactory implements FailureDestinationFactory {

  private static final long DEFAULT_MAX_FILE_SIZE = 64L << 20;

  private static final List<Setting> SETTINGS =
      List.of(
          Setting.required(
              "path", Setting.Type.PATH, "The file that discarded batches are appended to."),
          Setting.optional(
                  "maxFileSize",
                  Setting.Type.SIZE,
                  "A file that would grow beyond it is renamed to its name and a number.")
              .withDefault("64MiB")
              .within(1 << 10, Long.MAX_VALUE),
          Setting.optional(
                  "maxFiles",
                  Setting.Type.INTEGER,
                  "How many files are kept, the one being written included; left out: all, since"
                      + " removing one loses what was discarded.")
              .within(1, 1_000_000));

  /** For {@link java.util.ServiceLoader}. */
  public FileDestinationFactory() {}

  @Override
  public String type() {
    return "file";
  }

  @Override
  public List<Setting> settings() {
    return SETTINGS;
  }

  @Override
  public FailureDestination create(SourceContext context) throws SourceException {
    Settings settings = context.settings();
    long size =
        settings.has("maxFileSize") ? settings.number("maxFileSize") : DEFAULT_MAX_FILE_SIZE;
    OptionalInt files =
        settings.has("maxFiles")
            ? OptionalInt.of((int) settings.number("maxFiles"))
            : OptionalInt.empty();
    return new FileDestination(settings.path("path"), size, files);
  }
}
