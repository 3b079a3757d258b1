/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

import io.forebay.handler.Header;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How a record lies in a queue's message, version 1, little-endian:
 *
 * <pre>
 *  0  magic and version   4  F0 'F' 'B' 01
 *  4  timestamp           8  milliseconds since the epoch
 * 12  length of the key   4  -1: no key
 * 16  length of the data  4
 * 20  length of headers   4  of all of them in bytes, 0: none
 * 24  key, data, headers     a header: length of name (4), length of value (4), name (UTF-8), value
 * </pre>
 *
 * <p>The lengths must add up to the message's; what does not is a foreign message. Threads: any;
 * there is no state.
 */
final class RecordLayout {

  static final int KEY = 24;
  static final int NO_KEY = -1;
  private static final int MAGIC = 0x014246F0;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private RecordLayout() {}

  /** The length of a message with these parts, in bytes; more than an int holds if too long. */
  static long lengthOf(int keyLength, int dataLength, List<Header> headers) {
    long length = (long) KEY + Math.max(0, keyLength) + dataLength;
    for (Header header : headers) {
      length += 8L + utf8(header.name()).length + header.value().remaining();
    }
    return length;
  }

  /**
   * Writes a record to the start of {@code message}, which must be {@link #lengthOf} it or more.
   */
  static void write(
      byte[] message,
      ByteBuffer key,
      boolean keyed,
      ByteBuffer data,
      List<Header> headers,
      long ms) {
    int keyLength = keyed ? key.remaining() : 0;
    INT.set(message, 0, MAGIC);
    LONG.set(message, 4, ms);
    INT.set(message, 12, keyed ? keyLength : NO_KEY);
    INT.set(message, 16, data.remaining());
    key.duplicate().get(message, KEY, keyLength);
    data.duplicate().get(message, KEY + keyLength, data.remaining());
    int start = KEY + keyLength + data.remaining();
    int end = start;
    for (Header header : headers) {
      byte[] name = utf8(header.name());
      ByteBuffer value = header.value();
      int valueLength = value.remaining();
      INT.set(message, end, name.length);
      INT.set(message, end + 4, valueLength);
      System.arraycopy(name, 0, message, end + 8, name.length);
      value.get(message, end + 8 + name.length, valueLength);
      end += 8 + name.length + valueLength;
    }
    INT.set(message, 20, end - start);
  }

  /** A message that somebody else's code wrote, as a keyless record around all of its bytes. */
  static byte[] around(byte[] foreign, long ms) {
    byte[] message = new byte[KEY + foreign.length];
    ByteBuffer data = ByteBuffer.wrap(foreign);
    write(message, ByteBuffer.allocate(0), false, data, List.of(), ms);
    return message;
  }

  /** Whether a message has this layout. */
  static boolean isOurs(byte[] message) {
    if (message.length < KEY || (int) INT.get(message, 0) != MAGIC) {
      return false;
    }
    int key = keyLength(message);
    int data = dataLength(message);
    int headers = headersLength(message);
    return key >= NO_KEY
        && data >= 0
        && headers >= 0
        && (long) KEY + Math.max(0, key) + data + headers == message.length
        && (headers == 0 || headersAddUp(message));
  }

  static long timestamp(byte[] message) {
    return (long) LONG.get(message, 4);
  }

  static int keyLength(byte[] message) {
    return (int) INT.get(message, 12);
  }

  static int dataLength(byte[] message) {
    return (int) INT.get(message, 16);
  }

  static int dataStart(byte[] message) {
    return KEY + Math.max(0, keyLength(message));
  }

  static List<Header> headers(byte[] message) {
    if (headersLength(message) == 0) {
      return List.of();
    }
    List<Header> headers = new ArrayList<>();
    int at = dataStart(message) + dataLength(message);
    while (at < message.length) {
      int nameLength = (int) INT.get(message, at);
      int valueLength = (int) INT.get(message, at + 4);
      String name = new String(message, at + 8, nameLength, StandardCharsets.UTF_8);
      headers.add(new Header(name, slice(message, at + 8 + nameLength, valueLength)));
      at += 8 + nameLength + valueLength;
    }
    return List.copyOf(headers);
  }

  static ByteBuffer slice(byte[] message, int start, int length) {
    return ByteBuffer.wrap(message, start, length).slice().asReadOnlyBuffer();
  }

  private static int headersLength(byte[] message) {
    return (int) INT.get(message, 20);
  }

  private static boolean headersAddUp(byte[] message) {
    long at = (long) dataStart(message) + dataLength(message);
    while (at + 8 <= message.length) {
      int nameLength = (int) INT.get(message, (int) at);
      int valueLength = (int) INT.get(message, (int) at + 4);
      if (nameLength < 0 || valueLength < 0) {
        return false;
      }
      at += 8L + nameLength + valueLength;
    }
    return at == message.length;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
