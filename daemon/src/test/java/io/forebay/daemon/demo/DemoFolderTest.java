/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.daemon.process.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {

  @TempDir private Path temp;

  @Test
  void shouldRefuseAFolderWithForeignFiles() throws Exception {
    Files.writeString(temp.resolve("thesis.txt"), "x");

    assertThatThrownBy(() -> DemoFolder.take(temp))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("holds files that no demo wrote");
  }

  @Test
  void shouldRefuseASecondDemoInTheSameFolder() throws Exception {
    try (DemoFolder first = DemoFolder.take(temp)) {
      assertThat(first.root()).isEqualTo(temp);
      assertThatThrownBy(() -> DemoFolder.take(temp))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("another demo is running in " + temp);
    }
    DemoFolder.take(temp).close();
  }

  @Test
  void shouldClearOnlyWhatARunWrote() throws Exception {
    try (DemoFolder folder = DemoFolder.take(temp.resolve("new"))) {
      DemoState.fresh(3).save(folder.state());
      Files.createDirectories(folder.flights().resolve("deep"));
      Files.writeString(folder.flights().resolve("deep").resolve("file"), "x");
      Path notes = Files.writeString(folder.root().resolve("notes.txt"), "mine");

      folder.clear();

      assertThat(folder.flights()).doesNotExist();
      assertThat(folder.state()).doesNotExist();
      assertThat(notes).exists();
    }
  }

  @Test
  void shouldKeepItsStateInAFile() throws Exception {
    Path file = temp.resolve("state");
    DemoState.fresh(7).startedAgain().completed().save(file);

    assertThat(DemoState.load(file)).contains(new DemoState(7, 2, true));
    assertThat(DemoState.load(temp.resolve("none"))).isEmpty();
  }
}
