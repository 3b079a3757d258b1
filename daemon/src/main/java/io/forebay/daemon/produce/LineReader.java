/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.produce;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads lines as bytes: without their line feed and a carriage return before it. */
public final class LineReader {

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number;

  /** From this stream, which the caller closes. */
  public LineReader(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER);
  }

  /** The next line that is not empty; empty at the end. */
  public Optional<byte[]> next() throws IOException {
    boolean more = true;
    while (more) {
      line.reset();
      int one = in.read();
      more = one >= 0;
      while (one >= 0 && one != '\n') {
        line.write(one);
        one = in.read();
      }
      number++;
      byte[] bytes = withoutReturn(line.toByteArray());
      if (bytes.length > 0) {
        return Optional.of(bytes);
      }
    }
    return Optional.empty();
  }

  /** The number of the line that was returned last, counted from 1, empty lines counted too. */
  public long number() {
    return number;
  }

  private static byte[] withoutReturn(byte[] bytes) {
    int length = bytes.length;
    return length > 0 && bytes[length - 1] == '\r'
        ? java.util.Arrays.copyOf(bytes, length - 1)
        : bytes;
  }
}
