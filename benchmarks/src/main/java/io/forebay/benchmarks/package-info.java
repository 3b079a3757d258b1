/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Benchmarks: what the hop, the gather step and the whole way of a record cost, and what an idle
 * engine does.
 *
 * <p>On the class path, so that they reach the engine's inner packages. How to run each: {@code
 * benchmarks/README.md}; figures: {@code benchmarks/RESULTS.md}.
 */
@NullMarked
package io.forebay.benchmarks;

import org.jspecify.annotations.NullMarked;
