/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Plug-ins: finds handlers on the class path and in the plug-in folder, and makes them.
 *
 * <p>In: a class loader and a folder. Out: handlers by name. Thread: any. Rule: whatever a plug-in
 * throws ends here as a message; no plug-in sees another's classes.
 */
@NullMarked
package io.forebay.config.plugin;

import org.jspecify.annotations.NullMarked;
