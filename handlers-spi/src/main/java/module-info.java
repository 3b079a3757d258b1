/* SPDX-License-Identifier: Apache-2.0 */
/** What a handler's author meets: records, batches, results. Depends on nothing but java.base. */
module io.forebay.handler {
  requires static transitive org.jspecify;

  exports io.forebay.handler;
}
