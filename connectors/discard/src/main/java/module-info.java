/* SPDX-License-Identifier: Apache-2.0 */
/** What is stored of batches that are given up, and the destination that is a file. */
module io.forebay.discard {
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;
  requires transitive io.forebay.source;

  exports io.forebay.discard;

  provides io.forebay.source.FailureDestinationFactory with
      io.forebay.discard.FileDestinationFactory;
}
