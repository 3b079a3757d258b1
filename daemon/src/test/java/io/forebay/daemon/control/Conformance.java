/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Holds answers against docs/openapi.json, and remembers which of its answers were seen. */
final class Conformance {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode document;
  private final Set<String> seen = new TreeSet<>();

  Conformance() throws IOException {
    document = JSON.readTree(Files.readString(Path.of("..", "docs", "openapi.json")));
  }

  JsonNode document() {
    return document;
  }

  /** The documented paths. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    document.get("paths").fieldNames().forEachRemaining(paths::add);
    return paths;
  }

  /** The one method that a documented path has, in capitals. */
  String method(String path) {
    return document.get("paths").get(path).has("get") ? "GET" : "POST";
  }

  /** Checks an answer: its status is documented, and so is every field, and no field is missing. */
  HttpResponse<String> check(String path, HttpResponse<String> answer) throws IOException {
    String method = method(path).toLowerCase(Locale.ROOT);
    String status = String.valueOf(answer.statusCode());
    String what = method + " " + path + " " + status + ": " + answer.body();
    JsonNode response = document.at(pointer("paths", path, method, "responses", status));
    assertThat(response.isMissingNode()).as("is documented: " + what).isFalse();
    if (response.has("$ref")) {
      response = document.at(response.get("$ref").asText().substring(1));
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    JsonNode schema = response.at(pointer("content", type, "schema"));
    assertThat(schema.isMissingNode()).as("content type %s of %s", type, what).isFalse();
    ObjectNode whole = JSON.createObjectNode();
    whole.setAll((ObjectNode) schema);
    whole.set("components", document.get("components"));
    JsonNode body = JSON.readTree(answer.body());
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(whole)
                .validate(body))
        .as(what)
        .isEmpty();
    if (type.equals("application/problem+json")) {
      assertThat(body.get("status").asInt()).isEqualTo(answer.statusCode());
      assertThat(body.get("detail").asText()).as("a sentence").matches("[A-Z].*[.?]");
    }
    seen.add(method + " " + path + " " + status);
    return answer;
  }

  /** Documented answers that no test has seen. */
  Set<String> unseen() {
    Set<String> unseen = new TreeSet<>();
    for (String path : paths()) {
      String method = method(path).toLowerCase(Locale.ROOT);
      document
          .at(pointer("paths", path, method, "responses"))
          .fieldNames()
          .forEachRemaining(status -> unseen.add(method + " " + path + " " + status));
    }
    unseen.removeAll(seen);
    return unseen;
  }

  private static String pointer(String... words) {
    StringBuilder pointer = new StringBuilder();
    for (String word : words) {
      pointer.append('/').append(word.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
