/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.checkpoint.sqlite;

import io.forebay.checkpoint.CheckpointException;
import io.forebay.checkpoint.ShardKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns what SQLite reports into sentences that say what is wrong, where, and what to do. */
final class SqliteFaults {

  /** With less room than this a failed write is laid to the full disk. */
  private static final long HARDLY_ANY_ROOM = 128 * 1024;

  private static final String START_OVER =
      "move it away together with its -wal and -shm files"
          + " (mappings then begin at their starting position)";

  private final Path file;
  private final Path folder;
  private final Duration busyTimeout;

  SqliteFaults(Path file, Duration busyTimeout) {
    this.file = file;
    Path parent = file.getParent();
    this.folder = parent == null ? file : parent;
    this.busyTimeout = busyTimeout;
  }

  CheckpointException explain(SQLException fault) {
    return switch (primary(fault)) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          told(
              "is locked by another process for more than "
                  + busyTimeout.toMillis()
                  + " ms: end that process, or give each engine its own file.",
              fault);
      case SQLITE_FULL -> full(fault);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH -> readOnly(fault);
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          told(
              "is damaged or not a SQLite database: restore it from a backup, or "
                  + START_OVER
                  + ".",
              fault);
      case SQLITE_CANTOPEN, SQLITE_IOERR -> cantUse(fault);
      default -> told("can't be used: " + fault.getMessage() + ".", fault);
    };
  }

  /** Whether another process is in the way. */
  boolean isBusy(SQLException fault) {
    return primary(fault) == SQLiteErrorCode.SQLITE_BUSY;
  }

  CheckpointException damagedRow(String mapping, String shard) {
    return told(
        "holds a damaged checkpoint of "
            + new ShardKey(mapping, shard)
            + ": restore it from a backup, or "
            + START_OVER
            + ".");
  }

  CheckpointException corrupt(String finding) {
    return told(
        "is damaged ("
            + finding.lines().findFirst().orElse("no details")
            + "): restore it from a backup, or "
            + START_OVER
            + ".");
  }

  CheckpointException foreign() {
    return told("is a SQLite database of another program: name another file for the checkpoints.");
  }

  CheckpointException newer(int version, int known) {
    return told(
        "has version "
            + version
            + ", and this Forebay knows versions up to "
            + known
            + ": run the newer Forebay that wrote it, or "
            + START_OVER
            + ".");
  }

  CheckpointException isFolder() {
    return told("is a folder: name a file in it.");
  }

  CheckpointException noFolder(IOException cause) {
    return told(
        "can't be created, because its folder can't be: check the path, who may write there and"
            + " whether there is room ("
            + cause
            + ").",
        cause);
  }

  CheckpointException noNativeLibrary(Throwable cause) {
    String place =
        System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir", "/tmp"));
    return told(
        "can't be opened, because SQLite's native library can't be unpacked to and loaded from "
            + place
            + " ("
            + new File(place).getUsableSpace() / 1024
            + " KiB free, about 2,000 needed, noexec not allowed): make room there, or name"
            + " another folder with -Dorg.sqlite.tmpdir.",
        cause);
  }

  private CheckpointException cantUse(SQLException fault) {
    if (folder.toFile().getUsableSpace() < HARDLY_ANY_ROOM) {
      return full(fault);
    }
    boolean writable = Files.isWritable(folder) && (!Files.exists(file) || Files.isWritable(file));
    return writable
        ? told(
            "can't be read or written: check the disk and the system log ("
                + fault.getMessage()
                + ").",
            fault)
        : readOnly(fault);
  }

  private CheckpointException full(SQLException fault) {
    return told(
        "can't be written, the disk is full: make room on the file system of " + folder + ".",
        fault);
  }

  private CheckpointException readOnly(SQLException fault) {
    return told(
        "can't be written, the file or its folder is read-only: let user "
            + System.getProperty("user.name")
            + " write both, or name another file.",
        fault);
  }

  private CheckpointException told(String sentence, Throwable cause) {
    return new CheckpointException("Checkpoint file " + file + " " + sentence, cause);
  }

  private CheckpointException told(String sentence) {
    return new CheckpointException("Checkpoint file " + file + " " + sentence);
  }

  /** SQLite's codes carry details in the upper bytes; the lowest one says what to do. */
  private static SQLiteErrorCode primary(SQLException fault) {
    return fault instanceof SQLiteException e
        ? SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff)
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
