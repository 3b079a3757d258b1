/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Run: what a server runs in, a child process or a container, and how its end is made sure.
 *
 * <p>In: commands, images, files. Out: {@code ServerRunner}s. Thread: the test's. Rule: knows no
 * particular server.
 */
@NullMarked
package io.forebay.servers.run;

import org.jspecify.annotations.NullMarked;
