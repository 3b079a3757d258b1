/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.text;

/**
 * A single value as text, with what it looked like to YAML.
 *
 * @param kind what it looked like
 * @param text the value; may be a secret if {@code resolved}
 * @param shown how messages may name it
 * @param resolved whether it holds something that came out of a reference
 */
public record Scalar(Kind kind, String text, String shown, boolean resolved) {

  private static final int LONGEST_SHOWN = 40;

  /** What a value looks like. */
  public enum Kind {
    /** Text. */
    TEXT("text"),
    /** A whole number. */
    INTEGER("a number"),
    /** Another number. */
    DECIMAL("a number"),
    /** true or false. */
    BOOLEAN("true or false");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** For messages. */
    public String word() {
      return word;
    }
  }

  /** A value as a setting's definition writes its default. */
  public static Scalar ofDefault(String text) {
    return new Scalar(looksOf(text), text, text, false);
  }

  static Scalar literal(Kind kind, String text) {
    return new Scalar(kind, text, kind == Kind.TEXT ? quoted(text) : text, false);
  }

  static Scalar fromReferences(String written, String text) {
    return new Scalar(looksOf(text), text, "the value of " + quoted(written), true);
  }

  @Override
  public String toString() {
    return shown;
  }

  static String quoted(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return "'"
        + (line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line)
        + "'";
  }

  private static Kind looksOf(String text) {
    if (text.matches("-?[0-9]+")) {
      return Kind.INTEGER;
    }
    return text.equals("true") || text.equals("false") ? Kind.BOOLEAN : Kind.TEXT;
  }
}
