/* SPDX-License-Identifier: Apache-2.0 */
/** The engine: reads event sources, gathers batches, invokes handlers, keeps progress. */
module io.forebay.engine {
  requires static transitive org.jspecify;
  requires transitive io.forebay.handler;
  requires transitive io.forebay.source;
  requires transitive io.forebay.checkpoint;
  requires com.lmax.disruptor;
  requires org.slf4j;

  exports io.forebay.engine;
}
