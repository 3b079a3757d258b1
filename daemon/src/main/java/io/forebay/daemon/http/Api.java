/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.http;

import java.util.concurrent.CompletionStage;

/** Answers what is asked below {@link AdminServer#API}. Called by several threads at once. */
@FunctionalInterface
public interface Api {

  /**
   * The answer, at once or once it is there; must not block. What it throws is a 500 and a line in
   * the log.
   */
  CompletionStage<Page> answer(Call call);
}
