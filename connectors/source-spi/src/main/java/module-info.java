/* SPDX-License-Identifier: Apache-2.0 */
/** What a connector implements: event sources, their readers, failure destinations. */
module io.forebay.source {
  requires static transitive org.jspecify;
  requires transitive io.forebay.handler;

  exports io.forebay.source;
}
