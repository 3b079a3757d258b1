/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Engine: what applications and the daemon see. Everything below this package is free to change.
 *
 * <p>In: mapping definitions. Out: their states, figures and events. Thread: any. Rule: values here
 * are immutable; what happens, happens in the packages below.
 */
@NullMarked
package io.forebay.engine;

import org.jspecify.annotations.NullMarked;
