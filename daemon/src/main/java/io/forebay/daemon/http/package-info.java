/* SPDX-License-Identifier: Apache-2.0 */
/**
 * HTTP: the admin port with health and metrics.
 *
 * <p>In: snapshots of an engine. Out: pages. Thread: admin. Rule: reads only; nothing here can
 * change or hold up the engine.
 */
@NullMarked
package io.forebay.daemon.http;

import org.jspecify.annotations.NullMarked;
