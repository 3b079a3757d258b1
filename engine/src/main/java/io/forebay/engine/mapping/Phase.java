/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

/** Where a mapping is on the way to its {@link Goal}. */
enum Phase {
  /** Nothing is open. */
  RESTING,
  /** Source, handler and destination are being opened. */
  OPENING,
  /** Opening failed; it is tried again later. */
  WAITING,
  /** The lease is being taken. */
  LEASING,
  /** Shards are read. */
  RUNNING,
  /** What is in flight may end. */
  DRAINING,
  /** What is open is being closed. */
  CLOSING
}
