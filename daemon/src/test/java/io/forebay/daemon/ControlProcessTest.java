/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.json.Json;
import io.forebay.daemon.json.JsonObject;
import io.forebay.daemon.proof.Until;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that steer a daemon, against a daemon in a process of its own. */
@Timeout(180)
class ControlProcessTest {

  private static final String TOKEN = "a-token-of-20-letters";

  @TempDir private Path temp;

  private final HttpClient client = HttpClient.newHttpClient();
  private Child daemon;
  private String url;

  private record Run(int code, String out, String err) {}

  @BeforeEach
  void start() throws Exception {
    configure("http: {port: 0}", mapping("orders", ""), mapping("mails", ""));
    produce("orders", 40);
    produce("mails", 10);
    daemon =
        Child.start(
            temp, "run", "-c", file().toString(), "--data", temp.resolve("data").toString());
    url = daemon.awaitErr("health and metrics at (http://\\S+)/");
    awaitHandled("orders", 40);
    awaitHandled("mails", 10);
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void shouldListShowPauseAndResumeWithProgressKept() throws Exception {
    Run list = forebay("mappings", "list");
    assertThat(list.code()).isZero();
    assertThat(list.out().lines())
        .first()
        .asString()
        .startsWith("MAPPING  STATE    SOURCE     SHARDS");
    assertThat(list.out()).containsPattern("\norders +Enabled +chronicle +2 +0 +0 +0 +0 ");
    assertThat(forebay("mappings", "pause", "orders", "mails").out())
        .isEqualTo("orders: Disabled\nmails: Disabled\n");
    String reached = reached("orders");
    produce("orders", 7);

    assertThat(forebay("mappings", "show", "orders").out())
        .startsWith("orders: Disabled\n")
        .contains("handler                   test-sleepy", "batchSize                 100");
    Run restart = forebay("mappings", "restart", "orders");
    assertThat(restart.code()).isEqualTo(1);
    assertThat(restart.err()).isEqualTo("forebay: Mapping 'orders' is paused; resume it.\n");
    assertThat(forebay("mappings", "resume", "orders").out()).isEqualTo("orders: Enabled\n");

    awaitHandled("orders", 47);
    assertThat(metric("records_polled", "orders")).as("nothing came twice").isEqualTo(47);
    assertThat(reached("orders")).isNotEqualTo(reached);
    assertThat(forebay("mappings", "restart", "orders").out()).isEqualTo("orders: Enabled\n");
  }

  @Test
  void shouldGiveScriptsTheJsonOfTheApi() throws Exception {
    JsonObject list = json(forebay("mappings", "list", "--json"));
    assertThat(list.objects("mappings"))
        .extracting(one -> one.text("name"))
        .containsExactly("mails", "orders");
    assertThat(json(forebay("mappings", "pause", "mails", "--json")).text("state"))
        .isEqualTo("Disabled");
    Run unknown = forebay("mappings", "show", "ordrs", "--json");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(json(unknown).text("type")).isEqualTo("urn:forebay:no-such-mapping");
    assertThat(unknown.err())
        .isEqualTo("forebay: There is no mapping 'ordrs'; did you mean 'orders'?\n");
  }

  @Test
  void shouldTakeChangesOverOnHangupAndLeaveTheRestAlone() throws Exception {
    configure("http: {port: 0}", mapping("orders", "batchSize: 7"), mapping("news", ""));

    daemon.signal("HUP");

    daemon.awaitErr("configuration reloaded: 3 mapping\\(s\\) touched, 0 left alone");
    assertThat(daemon.err()).contains("[orders] reload: changed: batchSize");
    JsonObject list = json(forebay("mappings", "list", "--json"));
    assertThat(list.objects("mappings"))
        .extracting(one -> one.text("name") + " " + one.text("state"))
        .containsExactly("news Enabled", "orders Enabled");
    assertThat(forebay("mappings", "show", "orders").out()).containsPattern("batchSize +7\n");
    assertThat(metric("records_polled", "orders")).as("nothing came twice").isEqualTo(40);
    configure("http: {port: 0}", mapping("orders", "batchSize: 0"));
    daemon.signal("HUP");
    daemon.awaitErr("the configuration is wrong and was not reloaded; nothing has changed");
    daemon.awaitErr("forebay.yaml:6:16: mapping 'orders': batchSize: 0 is out of range");
    daemon.signal("TERM");
    assertThat(daemon.exitCode()).isEqualTo(143);
  }

  @Test
  void shouldReloadByCommandAndSayWhatWasDone() throws Exception {
    configure(
        "http: {port: 0}\nengine: {drainTimeout: 9s}",
        mapping("orders", "batchSize: 7"),
        mapping("mails", ""));

    Run reload = forebay("reload");

    assertThat(reload.err()).isEmpty();
    assertThat(reload.out())
        .isEqualTo(
            """
            MAPPING  CHANGE     STATE    FIELDS
            mails    unchanged  Enabled
            orders   changed    Enabled  batchSize
            needs a restart of the daemon, and stays as it is until then: engine.drainTimeout
            """);
    configure("http: {port: 0}", mapping("orders", "batchSize: 7").replace("sleepy", "slepy"));
    Run faulty = forebay("reload");
    assertThat(faulty.code()).isEqualTo(1);
    assertThat(faulty.out()).isEmpty();
    assertThat(faulty.err())
        .startsWith("forebay: The configuration has faults, and nothing was changed.\n  " + file())
        .contains(":5:", "there is no handler 'test-slepy'", "did you mean 'test-sleepy'?");
    assertThat(forebay("mappings", "list").out()).contains("mails", "orders");
  }

  @Test
  void shouldAskForTheTokenOnceItIsConfigured() throws Exception {
    Path tokenFile = Files.writeString(temp.resolve("token"), TOKEN + "\n");
    String secured = "http: {port: 0, token: \"${file:token}\"}";
    configure(secured, mapping("orders", ""), mapping("mails", ""));
    forebay("reload");

    Run without = forebay("mappings", "list");
    assertThat(without.code()).isEqualTo(1);
    assertThat(without.err())
        .startsWith("forebay: The token is missing")
        .contains("Give it with --token-file or FOREBAY_TOKEN.");
    Path wrong = Files.writeString(temp.resolve("wrong"), "another-token-of-no-use");
    assertThat(forebay("mappings", "list", "--token-file", wrong.toString()).err())
        .startsWith("forebay: The token is wrong.");
    assertThat(forebay("mappings", "list", "--token-file", tokenFile.toString()).code()).isZero();
    assertThat(forebay("mappings", "list", "-c", file().toString()).code()).isZero();
    assertThat(daemon.err()).doesNotContain(TOKEN);
  }

  @Test
  void shouldSayThatNobodyIsThereAndHowToLookElsewhere() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String nobody = "http://127.0.0.1:" + port;

    Run run = execute("mappings", "list", "--url", nobody);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "forebay: no Forebay answers at "
                + nobody
                + ": is it running? Another address is given with --url, --config or FOREBAY_URL\n");
    assertThat(execute("reload", "--url", "nonsense").code()).isEqualTo(2);
    assertThat(execute("reload", "--url", url, "--wait", "1 day").code()).isEqualTo(2);
    assertThat(execute("mappings", "list", "-c", file().toString()).err())
        .contains("http.port of the configuration is 0", "--url");
  }

  @Test
  void shouldTellOfAShardThatIsStuckAndWhatItWaitsForAndWhenThatIsOver() throws Exception {
    configure(
        "http: {port: 0, stuckAfter: 1s}",
        mapping("orders", "")
            .replace("test-sleepy", "{name: test-sleepy, settings: {ms: \"6000\"}}"));
    forebay("reload");
    assertThat(get("/health/shards").statusCode()).isEqualTo(200);
    produce("orders", 1);

    daemon.awaitErr(
        "\\[orders\\] shard \\S+ is stuck: it has work and has not moved for \\d+ s; it");

    assertThat(daemon.err()).contains("it waits for the handler, running since ");
    HttpResponse<String> page = get("/health/shards");
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.body())
        .contains("\"moving\":false", "\"mapping\":\"orders\"", "\"waitsFor\":\"the handler, ");
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").body())
        .containsPattern("forebay_shard_stuck_seconds\\{mapping=\"orders\",[^}]*} [1-9]");
    assertThat(forebay("mappings", "list").out()).contains("orders: 1 shard is stuck; see:");
    assertThat(forebay("mappings", "show", "orders").out())
        .contains("handler (stuck)", " and waits for the handler, running");
    daemon.awaitErr("\\[orders\\] shard \\S+ is no longer stuck, after ");
    assertThat(get("/health/shards").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldRefuseToStartWhereOthersCouldSteerIt() throws Exception {
    configure("http: {port: 0, bind: 0.0.0.0}", mapping("orders", ""));
    try (Child second =
        Child.start(temp, "run", "-c", file().toString(), "-d", temp.resolve("d").toString())) {
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.err()).contains("http.token: is missing: on 0.0.0.0 others can reach");
    }
  }

  /** Asks the daemon. */
  private Run forebay(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--url";
    all[args.length + 1] = url;
    return execute(all);
  }

  private static Run execute(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return new Run(command.execute(args), out.toString(), err.toString());
  }

  private static JsonObject json(Run run) throws IOException {
    return Json.readObject(run.out().getBytes(StandardCharsets.UTF_8));
  }

  private String reached(String mapping) throws IOException {
    JsonObject shown = json(forebay("mappings", "show", mapping, "--json"));
    return shown.objects("shards").stream().map(one -> one.text("reached")).toList().toString();
  }

  private void awaitHandled(String mapping, long records) throws Exception {
    Until.holds(
        mapping + " has handled " + records, () -> metric("records_handled", mapping) == records);
  }

  private long metric(String name, String mapping) throws Exception {
    String begin = "forebay_" + name + "_total{mapping=\"" + mapping + "\",} ";
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(begin))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(begin.length())))
        .sum();
  }

  private HttpResponse<String> get(String page) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + page)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private void produce(String stream, int records) throws IOException {
    Path lines = temp.resolve("lines");
    Files.writeString(lines, "{\"id\":1}\n".repeat(records));
    String folder = temp.resolve(stream).toString();
    Run run = execute("produce", folder, "--shards", "2", "-k", "id", "-f", lines.toString());
    assertThat(run.code()).as(run.err()).isZero();
  }

  private void configure(String head, String... mappings) throws IOException {
    Files.writeString(file(), head + "\nmappings:\n" + String.join("", mappings));
  }

  /** A mapping that reads the stream of its name, on four lines. */
  private static String mapping(String name, String more) {
    return """
          - name: %1$s
            source: {type: chronicle, path: %1$s, shards: 2}
            handler: test-sleepy
            %2$s
        """
        .formatted(name, more);
  }

  private Path file() {
    return temp.resolve("forebay.yaml");
  }
}
