/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.InProcess;
import io.forebay.daemon.proof.Until;
import io.forebay.engine.MappingState;
import io.forebay.handler.BatchHandlerFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A handler's plug-in is replaced while it is in use, and broken. */
@Timeout(120)
class ReloadPluginTest {

  private static final String CONFIG =
      """
      plugins: plugins/
      http: {port: 0}
      mappings:
        - name: orders
          source: {type: chronicle, path: orders, shards: 1}
          handler: versioned
      """;

  /** What the handler was made of that has handled last; plug-ins share nothing else with us. */
  private static final String SEEN = "forebay.test.versioned";

  @TempDir private Path folder;

  @Test
  void shouldTakeANewPluginOverAndLeaveTheOldOneWhereTheNewOneDoesNotLoad() throws Exception {
    plugin("1");
    try (InProcess daemon = InProcess.start(folder, CONFIG)) {
      handles(daemon, "1");
      assertThat(daemon.post("/v1/reload").body()).contains("\"change\":\"unchanged\"");
      Path factory = plugin("2");

      HttpResponse<String> answer = daemon.post("/v1/reload");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("\"fields\":[\"handler (plug-in files)\"]");
      handles(daemon, "2");
      Files.delete(factory);
      HttpResponse<String> refused = daemon.post("/v1/reload");
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body())
          .contains("plug-in mine: class Versioned is named in", "but is nowhere in it");
      assertThat(daemon.state("orders")).isEqualTo(Optional.of(MappingState.ENABLED));
      handles(daemon, "2");
    }
  }

  private static void handles(InProcess daemon, String version) throws Exception {
    System.clearProperty(SEEN);
    daemon.append("orders", 1);
    Until.holds("version " + version + " handles", () -> version.equals(System.getProperty(SEEN)));
  }

  /** Compiles this version into the plug-in's folder; returns the factory's class. */
  private Path plugin(String version) throws Exception {
    Path classes = folder.resolve("plugins/mine/classes");
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve(BatchHandlerFactory.class.getName()), "Versioned\n");
    Path source =
        Files.writeString(
            folder.resolve("Versioned.java"),
            """
            import io.forebay.handler.*;
            public class Versioned implements BatchHandlerFactory {
              public String name() { return "versioned"; }
              public Handler create(java.util.Map<String, String> settings) {
                return (BatchHandler) (batch, context) -> {
                  System.setProperty("%s", "%s");
                  return BatchResult.success();
                };
              }
            }
            """
                .formatted(SEEN, version));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(code).isZero();
    return classes.resolve("Versioned.class");
  }
}
