/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import java.util.Locale;

/** Numbers for people: thousands separated, alike in every locale. */
final class Numbers {

  private Numbers() {}

  static String of(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String of(double number) {
    return of(Math.round(number));
  }

  /** One digit behind the point. */
  static String tenths(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", Math.floor(share * 100));
  }
}
