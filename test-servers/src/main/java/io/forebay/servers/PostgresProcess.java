/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import io.forebay.servers.run.ChildProcess;
import io.forebay.servers.run.Machine;
import io.forebay.servers.run.ServerFolder;
import io.forebay.servers.run.ServerRunner;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** A PostgreSQL server as a process, of the programs that this machine has. */
final class PostgresProcess {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  /* $1: the folder, $2: the programs, $3: the port. Makes the data before the first start. */
  private static final String RUN =
      """
      cd "$1" || exit
      if [ ! -e data/PG_VERSION ]; then
        "$2/initdb" -D data -U postgres --pwfile=password --auth=scram-sha-256 \\
          --encoding=UTF8 --locale=C --no-sync >/dev/null || exit
      fi
      # No socket file: its path may be too long. No fsync: no power is cut here.
      exec "$2/postgres" -D data -p "$3" -h 127.0.0.1 -c unix_socket_directories= \\
        -c fsync=off -c shared_buffers=32MB
      """;

  private PostgresProcess() {}

  /**
   * The process, not started yet.
   *
   * @throws TestAbortedException if there is no PostgreSQL on this machine
   */
  static ServerRunner of(ServerFolder folder, int port, String password) {
    Path programs = programs();
    folder.write("password", password);
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      // It refuses to run as root. setpriv execs it, where runuser would stay between us and it.
      giveToPostgres(folder.path());
      giveToPostgres(folder.path().resolve("password"));
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    }
    command.addAll(List.of("sh", "-c", RUN, "postgres", folder.path().toString()));
    command.addAll(List.of(programs.toString(), String.valueOf(port)));
    return new ChildProcess(folder, "INT", command);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void giveToPostgres(Path path) {
    try {
      UserPrincipal postgres =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
      Files.setOwner(path, postgres);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path programs() {
    return Stream.concat(debianVersions(), onPath())
        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
        .findFirst()
        .orElseThrow(
            () ->
                Machine.lacks(
                    "PostgreSQL",
                    "its initdb was not found",
                    "install it with: apt-get install postgresql"));
  }

  /* Debian's versions side by side, the newest first. */
  private static Stream<Path> debianVersions() {
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .sorted(Comparator.comparing(PostgresProcess::version).reversed())
          .map(version -> version.resolve("bin"))
          .toList()
          .stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static int version(Path folder) {
    String name = String.valueOf(folder.getFileName());
    return name.chars().allMatch(Character::isDigit) ? Integer.parseInt(name) : 0;
  }

  private static Stream<Path> onPath() {
    return Optional.ofNullable(System.getenv("PATH")).stream()
        .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
        .map(Path::of);
  }
}
