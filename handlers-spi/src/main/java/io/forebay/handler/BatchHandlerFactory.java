/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.handler;

import java.util.Map;

/**
 * Makes handlers of one kind; found by {@link java.util.ServiceLoader} on the class path and in the
 * plug-in folder, where each plug-in has a class loader of its own.
 *
 * <p>To be found, list the implementation's class name in {@code
 * META-INF/services/io.forebay.handler.BatchHandlerFactory}. It needs a public constructor without
 * parameters.
 */
public interface BatchHandlerFactory {

  /** The name a mapping's {@code handler} setting refers to; unique among all that are found. */
  String name();

  /**
   * Makes the handler of one mapping. Called once each time a mapping starts, on a thread that may
   * block.
   *
   * @param settings the mapping's {@code handler.settings}, as text
   * @throws Exception the handler can't be made; the message is shown to the operator, so it should
   *     say what is wrong and what to do
   */
  Handler create(Map<String, String> settings) throws Exception;
}
