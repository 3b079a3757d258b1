/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

/**
 * What a source is made from.
 *
 * @param mapping name of the mapping that will read it; sources that remember their readers (a
 *     consumer group, retention marks) remember it by this name
 * @param settings the {@code source} settings, already checked against {@link
 *     EventSourceFactory#settings}
 */
public record SourceContext(String mapping, Settings settings) {}
