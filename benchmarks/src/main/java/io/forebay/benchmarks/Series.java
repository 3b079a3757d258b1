/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.benchmarks;

import java.util.Arrays;

/** Figures of one kind, one a round. */
final class Series {

  private double[] figures = {};

  void add(double figure) {
    figures = Arrays.copyOf(figures, figures.length + 1);
    figures[figures.length - 1] = figure;
  }

  double median() {
    return at(0.5);
  }

  double min() {
    return at(0);
  }

  double max() {
    return at(1);
  }

  /** The figure below which this share of them lies. */
  double at(double share) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    if (share == 0.5 && sorted.length % 2 == 0) {
      return (sorted[last / 2] + sorted[last / 2 + 1]) / 2;
    }
    return sorted[(int) Math.ceil(share * last)];
  }
}
