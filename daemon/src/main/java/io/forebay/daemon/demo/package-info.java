/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Demo: a run over real data that accounts for every record.
 *
 * <p>In: 20,000 flights, replayed. Out: delay figures of each airport, a failure destination's
 * file, a summary. Thread: main shows, a producer appends, handler threads count. Rule: what is
 * shown was read back from what the run wrote, never from what it hoped.
 */
@NullMarked
package io.forebay.daemon.demo;

import org.jspecify.annotations.NullMarked;
