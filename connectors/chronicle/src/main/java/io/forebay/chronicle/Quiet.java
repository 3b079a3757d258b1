/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.chronicle;

/**
 * Keeps Chronicle Queue from phoning home and from talking: no analytics, no announcements, no
 * thread that watches the disk, no remarks about its own speed. Warnings and errors still go to its
 * SLF4J loggers ({@code net.openhft}). A property the user has set stays as it is.
 */
final class Quiet {

  static {
    setUnlessSet("chronicle.analytics.disable", "true");
    setUnlessSet("chronicle.announcer.disable", "true");
    setUnlessSet("chronicle.disk.monitor.disable", "true");
    setUnlessSet("disable.perf.info", "true");
  }

  private Quiet() {}

  /** Makes sure the properties are set before a class of Chronicle's reads them. */
  static void please() {
    // the static block has run
  }

  private static void setUnlessSet(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
