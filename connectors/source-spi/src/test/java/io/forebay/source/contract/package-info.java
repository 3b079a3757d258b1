/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The contract every connector with positions must pass.
 *
 * <p>In: a connector's {@link io.forebay.source.contract.SourceUnderTest}. Out: passing or failing
 * tests. Thread: the test's. Rule: nothing here knows a source system.
 */
@NullMarked
package io.forebay.source.contract;

import org.jspecify.annotations.NullMarked;
