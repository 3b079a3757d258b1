/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Configuration: YAML or JSON files to mappings, and the same definitions as schema and tables.
 *
 * <p>In: files and a catalog of what there is. Out: a configuration, or every fault with its place.
 * Thread: the caller's. Rule: what is not in the definitions of engine and connectors is not
 * decided here.
 */
@NullMarked
package io.forebay.config;

import org.jspecify.annotations.NullMarked;
