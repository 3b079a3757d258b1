/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.check;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses what somebody meant to write. */
public final class Suggestion {

  private Suggestion() {}

  /** "; did you mean 'x'?", or nothing if no word is near. */
  public static String didYouMean(String given, Collection<String> known) {
    return nearest(given, known).map(word -> "; did you mean '" + word + "'?").orElse("");
  }

  /** What to say of a field that is not among those known. */
  public static String unknown(String given, Collection<String> known) {
    if (given.equals("<<")) {
      return "merge keys (<<) are not supported: repeat the fields, or name them with & and *";
    }
    String guess = didYouMean(given, known);
    return "is unknown"
        + (guess.isEmpty()
            ? "; there are: " + String.join(", ", known.stream().sorted().toList())
            : guess);
  }

  /**
   * The word that is nearest, if it is near enough: at most a third of its letters differ. The
   * platform's own spelling ({@code MaximumBatchingWindowInSeconds}) counts as near.
   */
  public static Optional<String> nearest(String given, Collection<String> known) {
    String wanted = plain(given);
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String word : known) {
      int distance = distance(wanted, plain(word));
      if (distance < least && distance <= Math.max(1, word.length() / 3)) {
        least = distance;
        best = word;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  private static String plain(String word) {
    String letters = word.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
    return letters.endsWith("inseconds")
        ? letters.substring(0, letters.length() - "inseconds".length())
        : letters;
  }

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
