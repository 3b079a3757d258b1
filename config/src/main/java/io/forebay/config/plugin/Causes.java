/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.plugin;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a plug-in threw, in words. */
final class Causes {

  private static final Pattern CLASS_VERSION =
      Pattern.compile("^(\\S+) .*class file version (\\d+)\\.\\d+\\)", Pattern.DOTALL);

  /** Java 17 has class version 61, and every Java since 5 one more than the one before. */
  private static final int VERSION_OFFSET = 44;

  private static final int LONGEST_CHAIN = 4;

  private Causes() {}

  /** What was thrown while a class was loaded, initialised or called. */
  static String describe(Throwable thrown) {
    Throwable cause = thrown;
    if (thrown instanceof InvocationTargetException wrapped && wrapped.getCause() != null) {
      cause = wrapped.getCause();
    }
    if (cause instanceof ExceptionInInitializerError) {
      Throwable inside = cause.getCause();
      return "a static initialiser threw " + chain(inside == null ? cause : inside);
    }
    if (cause instanceof UnsupportedClassVersionError) {
      return classVersion(message(cause));
    }
    String message = message(cause);
    if (cause instanceof NoClassDefFoundError && !message.startsWith("Could not initialize")) {
      return "class "
          + message.replace('/', '.')
          + " is missing (NoClassDefFoundError): put the jar that holds it into the plug-in";
    }
    return (isOfInitialiser(cause) ? "a static initialiser threw " : "") + chain(cause);
  }

  /** Only exceptions are wrapped when they leave a static initialiser; errors come as they are. */
  private static boolean isOfInitialiser(Throwable cause) {
    return cause instanceof Error
        && !(cause instanceof LinkageError)
        && Arrays.stream(cause.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("<clinit>"));
  }

  private static String classVersion(String message) {
    Matcher matcher = CLASS_VERSION.matcher(message);
    if (!matcher.find()) {
      return message;
    }
    int java = Integer.parseInt(matcher.group(2)) - VERSION_OFFSET;
    return "class "
        + matcher.group(1).replace('/', '.')
        + " was compiled for Java "
        + java
        + ", but this is Java "
        + Runtime.version().feature()
        + ": compile it for this one or run a newer Java";
  }

  private static String chain(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < LONGEST_CHAIN; i++) {
      text.append(i == 0 ? "" : ", caused by ").append(cause.getClass().getName());
      String message = message(cause);
      text.append(message.isEmpty() ? "" : ": " + message);
      cause = cause.getCause();
    }
    return text.toString();
  }

  /** The message; a plug-in's exception may well throw when it is asked for it. */
  private static String message(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null ? "" : message;
    } catch (RuntimeException e) {
      return "(its message can't be told)";
    }
  }
}
