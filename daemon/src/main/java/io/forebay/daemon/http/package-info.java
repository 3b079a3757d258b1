/* SPDX-License-Identifier: Apache-2.0 */
/**
 * HTTP: the admin port with health and metrics, and with the control API, which is told to it.
 *
 * <p>In: snapshots of an engine; calls. Out: pages. Thread: admin. Rule: pages only read, and no
 * thread here waits for what an answer of the API takes.
 */
@NullMarked
package io.forebay.daemon.http;

import org.jspecify.annotations.NullMarked;
