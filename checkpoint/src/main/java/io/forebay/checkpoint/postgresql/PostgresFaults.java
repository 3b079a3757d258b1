/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.postgresql;

import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.ShardKey;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;

/**
 * Turns what the server and its driver report into sentences that say what is wrong, where, and
 * what to do. No sentence has a URL's parameters, because a password may be among them.
 */
final class PostgresFaults {

  private final String place;
  private final String role;
  private final String schema;

  PostgresFaults(PostgresSettings settings, PGSimpleDataSource server) {
    this.place = place(server);
    this.role = Optional.ofNullable(server.getUser()).orElse(System.getProperty("user.name", "?"));
    this.schema = settings.schema();
  }

  private static String place(PGSimpleDataSource server) {
    var place = new StringBuilder("postgresql://");
    String[] hosts = server.getServerNames();
    int[] ports = server.getPortNumbers();
    for (int i = 0; i < hosts.length; i++) {
      place.append(i == 0 ? "" : ",").append(hosts[i]);
      place.append(':').append(ports[i] == 0 ? 5432 : ports[i]);
    }
    String database = server.getDatabaseName();
    return place.append('/').append(database == null ? server.getUser() : database).toString();
  }

  /** The hosts and the database. */
  String place() {
    return place;
  }

  CheckpointException explain(SQLException fault) {
    SQLException told = innermost(fault);
    return switch (String.valueOf(told.getSQLState())) {
      case "28P01" ->
          told("refuses the password of user " + role + ": check user and password", told);
      case "28000" ->
          told(
              "refuses user "
                  + role
                  + ": check that the role exists and may log in, and what the server's pg_hba.conf"
                  + " allows from here (sslmode in the URL, too)",
              told);
      case "08004" ->
          told("refuses the connection: check user and password, and sslmode for TLS", told);
      case "3D000" -> told("does not exist: create the database, or check the URL", told);
      case "42501" -> noRight(told);
      case "25006" -> readOnly();
      case "53100" -> told("can't be written, its disk is full: make room on the server", told);
      case "53300", "53400" ->
          told("takes no more connections: raise max_connections or end other clients", told);
      case "57P01", "57P02", "57P05" ->
          told(
              "ended the connection: it was stopped, or somebody ended the session; the engine"
                  + " connects again by itself",
              told);
      case "57P03" -> told("is starting or shutting down: wait until it runs, or start it", told);
      case "55P03" ->
          told(
              "kept a lock waiting for too long: look in pg_stat_activity for who holds it, and"
                  + " end that session",
              told);
      case "42P01", "3F000" ->
          told(
              "has lost tables of the schema "
                  + schema
                  + ": restore them from a backup, or restart the engine, which makes them anew"
                  + " (mappings then begin at their starting position)",
              told);
      default -> unreachable(told);
    };
  }

  private CheckpointException noRight(SQLException fault) {
    return told(
        "does not let user "
            + role
            + " create or use the schema "
            + schema
            + ": run as an administrator \"create schema "
            + schema
            + " authorization "
            + role
            + "\" in this database",
        fault);
  }

  private CheckpointException unreachable(SQLException fault) {
    if (caused(fault, UnknownHostException.class)) {
      return told("is not reachable, its host is not known: check the URL and the DNS", fault);
    }
    if (caused(fault, SSLException.class)) {
      return told(
          "can't be reached by TLS: check sslmode, sslrootcert and the server's certificate",
          fault);
    }
    String state = String.valueOf(fault.getSQLState());
    // Neither refused nor broken off: the driver gave up waiting, or the pool did for a new
    // connection, after it had found that the old one is dead.
    boolean waitedInVain =
        !caused(fault, IOException.class) && List.of("08001", "08003", "null").contains(state);
    if (waitedInVain || caused(fault, SocketTimeoutException.class)) {
      return told("does not answer: check that the server and the network are well", fault);
    }
    return state.startsWith("08")
        ? told("is not reachable: check that it runs, host and port, and firewalls", fault)
        : told("can't be used: look into the server's log", fault);
  }

  CheckpointException readOnly() {
    return told(
        "is read-only, a standby for example: name the primary, or all hosts and"
            + " targetServerType=primary in the URL");
  }

  CheckpointException encoding(String encoding) {
    return told("has the encoding " + encoding + ": create a database with the encoding UTF8");
  }

  CheckpointException foreign() {
    return told("has tables of another program in the schema " + schema + ": name another schema");
  }

  CheckpointException newer(int version, int known) {
    return told(
        "has version "
            + version
            + " of Forebay's tables in the schema "
            + schema
            + ", and this Forebay knows versions up to "
            + known
            + ": run the newer Forebay that made them, or name another schema (mappings then begin"
            + " at their starting position)");
  }

  CheckpointException damagedRow(String mapping, String shard) {
    return told(
        "holds a damaged checkpoint of "
            + new ShardKey(mapping, shard)
            + " in the schema "
            + schema
            + ": restore it from a backup, or delete its row (the shard then begins at its starting"
            + " position)");
  }

  private CheckpointException told(String sentence, SQLException cause) {
    String details = String.valueOf(cause.getMessage()).lines().findFirst().orElse("no details");
    return new CheckpointException(
        "Checkpoint database " + place + " " + sentence + " (" + details + ").", cause);
  }

  private CheckpointException told(String sentence) {
    return new CheckpointException("Checkpoint database " + place + " " + sentence + ".");
  }

  /** The pool wraps what the driver said. */
  private static SQLException innermost(SQLException fault) {
    SQLException innermost = fault;
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof PSQLException e) {
        return e;
      }
      if (cause instanceof SQLException e) {
        innermost = e;
      }
    }
    return innermost;
  }

  private static boolean caused(Throwable fault, Class<? extends Exception> type) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
