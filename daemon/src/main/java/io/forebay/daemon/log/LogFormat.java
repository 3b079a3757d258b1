/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.log;

/** How log lines look. */
public enum LogFormat {
  /** For people: time, level, logger, mapping, message. */
  PLAIN,
  /** For machines: one JSON object a line. */
  JSON
}
