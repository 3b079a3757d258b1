/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.simulation;

import io.forebay.engine.worker.MappingScope;
import io.forebay.engine.worker.ShardScope;
import io.forebay.engine.worker.ShardWork;

/** What the engine tells and a simulated run need not hear. */
final class Unwatched {

  private Unwatched() {}

  static final class Owner implements ShardScope.Owner {
    @Override
    public void onDrained(ShardWork shard) {}

    @Override
    public void onFenced(ShardWork shard) {
      throw new AssertionError("fenced: " + shard.scope());
    }

    @Override
    public void onEnded(ShardWork shard) {}

    @Override
    public void onCheckpoint(ShardWork shard, String reached) {}
  }

  static final class Results implements MappingScope.Results {
    @Override
    public void onHandled() {}

    @Override
    public void onFunctionError() {}

    @Override
    public void onHandlerLost() {}

    @Override
    public void onHandlerBack() {}
  }
}
