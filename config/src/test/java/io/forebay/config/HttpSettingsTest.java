/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {

  private static final String TOKEN = "a-token-of-20-letters";
  private static final Map<String, String> NOTHING = Map.of();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.3.2.1"})
  void shouldNeedNoTokenOnLoopback(String bind) throws IOException {
    assertThat(http("http: {bind: \"" + bind + "\"}", NOTHING).token()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void shouldNeedATokenElsewhere(String bind) {
    assertThatThrownBy(() -> http("http: {bind: \"" + bind + "\"}", NOTHING))
        .hasMessageStartingWith(folder.resolve("a.yaml") + ":1:7: http.token: is missing: on ")
        .hasMessageEndingWith("or set FOREBAY_TOKEN, or bind to 127.0.0.1");
  }

  @Test
  void shouldTakeTheTokenFromTheFileFirstAndFromTheEnvironmentElse() throws IOException {
    Files.writeString(folder.resolve("token"), "of-a-file-0123456789\n");
    Map<String, String> environment = Map.of("FOREBAY_TOKEN", TOKEN);

    assertThat(http("http: {bind: 0.0.0.0}", environment).token()).contains(TOKEN);
    assertThat(http("http: {bind: 0.0.0.0, token: \"${file:token}\"}", environment).token())
        .contains("of-a-file-0123456789");
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "has a space in its middle", "grüße-grüße-grüße"})
  void shouldRefuseAPoorTokenWithoutShowingIt(String token) {
    assertThatThrownBy(() -> http("http: {token: " + token + "}", NOTHING))
        .hasMessageContaining("http.token: must have at least 16")
        .message()
        .doesNotContain(token);
    assertThatThrownBy(() -> http("http: {}", Map.of("FOREBAY_TOKEN", token)))
        .hasMessageContaining("environment FOREBAY_TOKEN: http.token: must have at least 16")
        .message()
        .doesNotContain(token);
  }

  @Test
  void shouldNotShowTheToken() throws IOException {
    assertThat(http("http: {token: " + TOKEN + "}", NOTHING))
        .hasToString("http on 127.0.0.1:8650 with a token");
  }

  @Test
  void shouldReadTheSectionThoughOthersHaveFaults() throws IOException {
    assertThat(http("http: {port: 7}\nmappings: [{nam: x}]\nengine: fast", NOTHING).port())
        .isEqualTo(7);
  }

  private HttpSettings http(String text, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), text);
    return ConfigLoader.http(List.of(file), new Fakes().catalog().withEnvironment(environment));
  }
}
