/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.progress;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.apache.kafka.common.Uuid;

/**
 * What stands in the metadata of our commits: {@code forebay1:<topic id>:<partitions>:<map>:<crc>}.
 *
 * <p>The topic id tells a topic that was deleted and made anew under its name; the number of
 * partitions is the one the group began with, and tells which were added later. The map is what is
 * settled above the committed offset, in base64. The CRC-32 covers all of it and the offset, so
 * that a map never counts for another offset than its own: somebody else may have moved it, or
 * copied the commit to another cluster.
 *
 * @param topicId the topic's id
 * @param partitions how many partitions the topic had when the group began to read it
 * @param settledAbove bytes of the engine's, empty: nothing
 */
@SuppressWarnings("ArrayRecordComponent") // parsed once, never compared
public record CommitMetadata(Uuid topicId, int partitions, byte[] settledAbove) {

  /**
   * Most bytes of a map. In base64 it has 3,867 characters, and with the rest no more than the
   * 4,096 that a broker takes by default (offset.metadata.max.bytes).
   */
  public static final int MOST_SETTLED_ABOVE = 2_900;

  private static final Pattern FORM =
      Pattern.compile("(forebay1:([A-Za-z0-9_-]{22}):([0-9]{1,9}):([A-Za-z0-9_-]*)):([0-9a-f]{8})");

  /** The text that goes with a commit of this offset. */
  public String text(long offset) {
    String body =
        "forebay1:"
            + topicId
            + ":"
            + partitions
            + ":"
            + Base64.getUrlEncoder().withoutPadding().encodeToString(settledAbove);
    return body + ":" + crc(body, offset);
  }

  /** Reads it back; empty if it is not ours or not of this offset. */
  public static Optional<CommitMetadata> parse(String text, long offset) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches() || !crc(parts.group(1), offset).equals(parts.group(5))) {
      return Optional.empty();
    }
    return Optional.of(
        new CommitMetadata(
            Uuid.fromString(parts.group(2)),
            Integer.parseInt(parts.group(3)),
            Base64.getUrlDecoder().decode(parts.group(4))));
  }

  private static String crc(String body, long offset) {
    CRC32 crc = new CRC32();
    crc.update((body + "@" + offset).getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }
}
