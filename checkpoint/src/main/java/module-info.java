/* SPDX-License-Identifier: Apache-2.0 */
/** Checkpoint stores. */
@SuppressWarnings("requires-automatic") // pgjdbc has a module's name, and no descriptor
module io.forebay.checkpoint {
  requires static transitive org.jspecify;
  requires com.zaxxer.hikari;
  requires java.sql;
  requires org.postgresql.jdbc;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;

  exports io.forebay.checkpoint;
  exports io.forebay.checkpoint.postgresql;
  exports io.forebay.checkpoint.sqlite;
}
