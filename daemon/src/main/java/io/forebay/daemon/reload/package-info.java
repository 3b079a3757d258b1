/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Reload: takes changed configuration files over into a running engine.
 *
 * <p>In: configurations. Out: mappings added, updated and removed; a report. Thread: reload. Rule:
 * a faulty configuration changes nothing, and a mapping that the files say the same of is not
 * touched.
 */
@NullMarked
package io.forebay.daemon.reload;

import org.jspecify.annotations.NullMarked;
