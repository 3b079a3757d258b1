/* SPDX-License-Identifier: Apache-2.0 */
/** Checkpoint stores. */
module io.forebay.checkpoint {
  requires static transitive org.jspecify;
  requires java.sql;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;

  exports io.forebay.checkpoint;
  exports io.forebay.checkpoint.sqlite;
}
