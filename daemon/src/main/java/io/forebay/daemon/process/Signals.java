/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Takes signals. It talks to {@code sun.misc.Signal} by reflection, because the compiler warns of a
 * direct use.
 */
final class Signals {

  private Signals() {}

  /**
   * Calls the action with the signal's number, on a thread of the JVM's, each time it comes.
   *
   * @param name such as {@code TERM}
   * @return whether the signal could be taken; it can't where the JVM or the system has no such
   *     thing
   */
  static boolean handle(String name, IntConsumer action) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method number = signalType.getMethod("getNumber");
      Object handler =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, args) -> {
                if (!method.getName().equals("handle")) {
                  return method.getName().equals("equals") ? (Object) (self == args[0]) : 0;
                }
                action.accept((Integer) number.invoke(args[0]));
                return null;
              });
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
      return true;
    } catch (InvocationTargetException e) {
      return false; // this signal is not there, or the JVM was told to leave it alone
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
