/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.source;

import java.util.Set;

/**
 * The ordered unit of a source.
 *
 * @param id its name, unique within the source
 * @param parents shards that must be read to their end before this one (rule 3.4.1); mostly none
 */
public record Shard(String id, Set<String> parents) {

  /** A shard without parents. */
  public static Shard of(String id) {
    return new Shard(id, Set.of());
  }
}
