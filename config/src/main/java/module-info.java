/* SPDX-License-Identifier: Apache-2.0 */
/** Configuration: YAML or JSON files to mappings, with every fault in its place, and plug-ins. */
module io.forebay.config {
  requires static transitive org.jspecify;
  requires transitive io.forebay.handler;
  requires transitive io.forebay.source;
  requires transitive io.forebay.engine;
  requires io.forebay.checkpoint;
  requires org.snakeyaml.engine;

  exports io.forebay.config;
  exports io.forebay.config.plugin;

  uses io.forebay.handler.BatchHandlerFactory;
  uses io.forebay.source.EventSourceFactory;
  uses io.forebay.source.FailureDestinationFactory;
}
