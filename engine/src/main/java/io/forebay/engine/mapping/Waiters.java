/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.mapping;

import io.forebay.engine.MappingStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those who wait for a mapping to get where they asked it to go. Confined to the supervisor. */
final class Waiters {

  private final List<CompletableFuture<MappingStatus>> waiting = new ArrayList<>();

  void add(CompletableFuture<MappingStatus> waiter) {
    waiting.add(waiter);
  }

  /** It has arrived. */
  void complete(MappingStatus status) {
    List<CompletableFuture<MappingStatus>> done = List.copyOf(waiting);
    waiting.clear();
    done.forEach(waiter -> waiter.complete(status));
  }

  /** It will not arrive. */
  void fail(String why) {
    List<CompletableFuture<MappingStatus>> failed = List.copyOf(waiting);
    waiting.clear();
    failed.forEach(waiter -> waiter.completeExceptionally(new IllegalStateException(why)));
  }
}
