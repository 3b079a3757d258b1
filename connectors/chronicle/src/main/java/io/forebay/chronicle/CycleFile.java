/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the head of a queue's file says, read without mapping it: a damaged file that is mapped can
 * end the process or be taken for an empty one.
 *
 * @param state whether it can be read
 * @param lastMessageAt where the last message begins, in bytes; 0 if there is none
 * @param sequenceWord the last message's number, in the low bits that the roll cycle gives it
 */
record CycleFile(State state, long lastMessageAt, long sequenceWord) {

  /** What a file is. */
  enum State {
    /** A queue file with all its messages. */
    WHOLE,
    /** Being created: nothing to read yet. */
    UNBORN,
    /** Ends before its last message does. */
    TRUNCATED,
    /** Not a queue's file. */
    FOREIGN
  }

  private static final int HEAD = 512;
  private static final int READY_METADATA = 0x40000000;
  private static final int BEING_WRITTEN = 0x80000000;
  private static final int FLAGS = 0xC0000000;
  private static final byte[] FIRST_FIELD = ascii("header");
  private static final byte[] STORE = ascii("SCQStore");
  private static final byte[] WRITE_POSITION = ascii("writePosition");
  private static final int ARRAY_CODE = 0x8d;

  static CycleFile inspect(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
      while (head.hasRemaining() && channel.read(head, head.position()) > 0) {
        // until it is full or the file ends
      }
      head.flip();
      return parse(head, channel);
    }
  }

  private static CycleFile parse(ByteBuffer head, FileChannel channel) throws IOException {
    if (head.remaining() < 4) {
      return head.hasRemaining() ? is(State.FOREIGN) : is(State.UNBORN);
    }
    int first = head.getInt(0);
    if (first == 0 || first == BEING_WRITTEN) {
      return is(State.UNBORN);
    }
    int at = find(head, WRITE_POSITION);
    if ((first & FLAGS) != READY_METADATA
        || find(head, FIRST_FIELD) != 6
        || find(head, STORE) < 0) {
      return is(State.FOREIGN);
    }
    int array = at < 0 ? -1 : arrayAfter(head, at + WRITE_POSITION.length);
    if (array < 0) {
      return head.limit() < HEAD ? is(State.TRUNCATED) : is(State.FOREIGN);
    }
    long last = head.getLong(array + 16);
    boolean whole = last >= 0 && (last == 0 || endsWithin(channel, last));
    return new CycleFile(whole ? State.WHOLE : State.TRUNCATED, last, head.getLong(array + 24));
  }

  private static boolean endsWithin(FileChannel channel, long last) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    if (channel.read(header, last) < 4) {
      return false;
    }
    int value = header.getInt(0);
    return value != 0 && last + 4 + (value & ~FLAGS) <= channel.size();
  }

  /** Where the two longs of the array begin: after its code, which padding may precede. */
  private static int arrayAfter(ByteBuffer head, int from) {
    for (int i = from; i < from + 16 && i + 33 <= head.limit(); i++) {
      if ((head.get(i) & 0xff) == ARRAY_CODE && head.getLong(i + 1) == 2) {
        return i + 1;
      }
    }
    return -1;
  }

  private static int find(ByteBuffer head, byte[] word) {
    for (int i = 0; i + word.length <= head.limit(); i++) {
      if (head.slice(i, word.length).equals(ByteBuffer.wrap(word))) {
        return i;
      }
    }
    return -1;
  }

  private static CycleFile is(State state) {
    return new CycleFile(state, 0, -1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
