/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.control;

import io.forebay.config.HttpSettings;
import io.forebay.config.check.Suggestion;
import io.forebay.daemon.health.ShardReport;
import io.forebay.daemon.http.AdminServer;
import io.forebay.daemon.http.Api;
import io.forebay.daemon.http.Call;
import io.forebay.daemon.http.Page;
import io.forebay.daemon.reload.Configurations;
import io.forebay.daemon.reload.Reloader;
import io.forebay.engine.Engine;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingStatus;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The API's paths. Safe for use by any thread. */
public final class ControlApi implements Api {

  private static final Map<String, Function<Mapping, CompletionStage<MappingStatus>>> OPERATIONS =
      Map.of("pause", Mapping::pause, "resume", Mapping::resume, "restart", Mapping::restart);

  /** Long enough for the mapping to have set out, so that the state on the way is seen. */
  private static final long LEAST_WAIT_MILLIS = 50;

  private final Engine engine;
  private final Configurations configurations;
  private final Supplier<ShardReport> report;
  private final Optional<Reloader> reloader;
  private final Guard guard;

  /**
   * Of this engine.
   *
   * @param configurations which mapping runs by which configuration
   * @param report what was last seen of the shards
   * @param reloader reads the configuration again; empty if there are no files
   * @param settings who may use the API, asked for at every call
   */
  public ControlApi(
      Engine engine,
      Configurations configurations,
      Supplier<ShardReport> report,
      Optional<Reloader> reloader,
      Supplier<HttpSettings> settings) {
    this.engine = engine;
    this.configurations = configurations;
    this.report = report;
    this.reloader = reloader;
    guard = new Guard(settings);
  }

  @Override
  public CompletionStage<Page> answer(Call call) {
    Optional<Page> refusal = guard.refusal(call);
    return refusal.isPresent() ? now(refusal.get()) : route(call);
  }

  private CompletionStage<Page> route(Call call) {
    String[] words = call.rawPath().substring(AdminServer.API.length()).split("/", -1);
    String first = words[0];
    if (words.length == 1 && first.equals("openapi.json")) {
      return read(call, OpenApi::page);
    }
    if (words.length == 1 && first.equals("reload")) {
      return change(call, this::reload);
    }
    if (words.length == 1 && first.equals("mappings")) {
      return read(call, this::list);
    }
    if (words.length == 2 && first.equals("mappings")) {
      return read(call, () -> found(words[1]).map(this::detail).orElseGet(() -> missing(words[1])));
    }
    if (words.length == 3 && first.equals("mappings") && OPERATIONS.containsKey(words[2])) {
      return change(call, wait -> operate(words[1], words[2], wait));
    }
    return now(
        Page.problem(
            404,
            "no-such-path",
            "There is no such path",
            "There is nothing at this path; /v1/openapi.json lists what there is."));
  }

  private static CompletionStage<Page> read(Call call, Supplier<Page> page) {
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      return now(wrongMethod("GET, HEAD"));
    }
    return now(call.rawQuery().isEmpty() ? page.get() : badQuery("This path takes no query."));
  }

  private static CompletionStage<Page> change(
      Call call, Function<Duration, CompletionStage<Page>> what) {
    if (!call.method().equals("POST")) {
      return now(wrongMethod("POST"));
    }
    return Wait.of(call.rawQuery())
        .map(what)
        .orElseGet(
            () ->
                now(
                    badQuery(
                        "The query may only be wait= with a duration such as 500ms, 30s or 2m, at"
                            + " most 15m.")));
  }

  private Page list() {
    ShardReport shards = report.get();
    List<?> all =
        engine.mappings().stream()
            .map(one -> MappingJson.summary(one.status(), configured(one), shards))
            .toList();
    return Page.json(200, Map.of("mappings", all));
  }

  private Page detail(Mapping mapping) {
    return detail(200, mapping);
  }

  private Page detail(int status, Mapping mapping) {
    return Page.json(
        status, MappingJson.detail(mapping, mapping.status(), configured(mapping), report.get()));
  }

  private CompletionStage<Page> operate(String name, String operation, Duration wait) {
    Optional<Mapping> mapping = found(name);
    Function<Mapping, CompletionStage<MappingStatus>> what = OPERATIONS.get(operation);
    if (mapping.isEmpty() || what == null) {
      return now(missing(name));
    }
    return what.apply(mapping.get())
        .toCompletableFuture()
        .orTimeout(Math.max(wait.toMillis(), LEAST_WAIT_MILLIS), TimeUnit.MILLISECONDS)
        .handle((status, fault) -> after(mapping.get(), fault));
  }

  private Page after(Mapping mapping, @Nullable Throwable fault) {
    if (fault == null) {
      return detail(200, mapping);
    }
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
    if (cause instanceof TimeoutException) {
      return detail(202, mapping);
    }
    if (cause instanceof IllegalStateException) {
      return refused(cause);
    }
    throw new CompletionException(fault);
  }

  private CompletionStage<Page> reload(Duration wait) {
    if (reloader.isEmpty()) {
      String why = "This process has no configuration files of its own to read again.";
      return now(Page.problem(409, "refused", "Refused", why));
    }
    return reloader
        .get()
        .reload(wait)
        .handle(
            (done, fault) -> {
              if (fault == null) {
                return ReloadJson.page(done);
              }
              if (fault instanceof IllegalStateException) {
                return refused(fault);
              }
              throw new CompletionException(fault);
            });
  }

  private Optional<Configurations.Configured> configured(Mapping mapping) {
    return configurations.mapping(mapping.name());
  }

  private Optional<Mapping> found(String rawName) {
    return engine.mapping(decoded(rawName));
  }

  private Page missing(String rawName) {
    String name = decoded(rawName);
    List<String> known = engine.mappings().stream().map(Mapping::name).toList();
    String guess = Suggestion.didYouMean(name, known);
    return Page.problem(
        404,
        "no-such-mapping",
        "There is no such mapping",
        "There is no mapping '" + name + "'" + (guess.isEmpty() ? "." : guess));
  }

  private static String decoded(String raw) {
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Page refused(Throwable why) {
    return Page.problem(409, "refused", "Refused", sentence(String.valueOf(why.getMessage())));
  }

  /** An exception's message begins small and ends without a full stop. */
  private static String sentence(String message) {
    String begun = Character.toUpperCase(message.charAt(0)) + message.substring(1);
    return begun.endsWith(".") ? begun : begun + ".";
  }

  private static Page wrongMethod(String allowed) {
    return Page.problem(
            405, "wrong-method", "Wrong method", "This path is answered to " + allowed + " only.")
        .with("Allow", allowed);
  }

  private static Page badQuery(String detail) {
    return Page.problem(400, "bad-query", "The query is wrong", detail);
  }

  private static CompletionStage<Page> now(Page page) {
    return CompletableFuture.completedFuture(page);
  }
}
