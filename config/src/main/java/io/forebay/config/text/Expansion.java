/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.text;

import java.util.IdentityHashMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Counts how large a tree is once its aliases are written out, without writing them out: refuses
 * aliases that contain themselves and files that unfold into millions of values.
 */
final class Expansion {

  /** Most values of a file, aliases written out: ten thousand mappings of a hundred values. */
  static final long MAXIMUM_VALUES = 1_000_000;

  private static final long UNDER_WAY = -1;

  private final ConfigFile file;
  private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();
  private boolean recursive;

  Expansion(ConfigFile file) {
    this.file = file;
  }

  boolean isBounded(Node root) {
    long size = sizeOf(root);
    if (!recursive && size > MAXIMUM_VALUES) {
      file.faults()
          .add(
              file.whole(),
              "",
              "its aliases (*name) unfold into more than 1,000,000 values: write them out");
      return false;
    }
    return !recursive;
  }

  private long sizeOf(Node node) {
    Long known = sizes.get(node);
    if (known != null) {
      if (known == UNDER_WAY && !recursive) {
        recursive = true;
        file.fault(node, "", "an alias (*name) stands inside what it names: write it out");
      }
      return Math.max(known, 0);
    }
    sizes.put(node, UNDER_WAY);
    long size = 1;
    if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        size = sum(size, sizeOf(item));
      }
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        size = sum(size, sum(sizeOf(tuple.getKeyNode()), sizeOf(tuple.getValueNode())));
      }
    }
    sizes.put(node, size);
    return size;
  }

  private static long sum(long a, long b) {
    return Math.min(a + b, MAXIMUM_VALUES + 1);
  }
}
