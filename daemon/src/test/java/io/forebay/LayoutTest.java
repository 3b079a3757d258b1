/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.forebay.engine.EngineBuilder;
import io.forebay.engine.mapping.LocalEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Before you change this file, follow a record on its way from the source to its checkpoint
 * (ARCHITECTURE.md): if a new arrow does not run along that way, the class is in the wrong place.
 *
 * <p>Here because the daemon's tests see every module. The benchmarks reach into all packages and
 * are left out.
 */
final class LayoutTest {

  private static final String ROOT = "io.forebay.";

  /**
   * Every package and what it uses of ours, exactly: an arrow too many fails, and so does a line
   * that is no longer true.
   */
  private static final String ARROWS =
      """
      handler:
      source:             handler
      checkpoint:
      checkpoint.jdbc:    checkpoint
      checkpoint.sqlite:  checkpoint checkpoint.jdbc
      checkpoint.postgresql: checkpoint checkpoint.jdbc
      discard:            handler source
      chronicle:          handler source discard
      kafka.client:       source
      kafka.partition:    handler source
      kafka.progress:     source kafka.partition
      kafka.group:        source kafka.client kafka.partition kafka.progress
      kafka:              handler source kafka.client kafka.group
      engine.agent:
      engine.filter:      handler engine
      engine.batch:       handler source engine.agent
      engine.ring:        source engine.agent
      engine.settle:      handler source checkpoint engine.agent
      engine.meter:       handler engine
      engine.retry:       handler source engine engine.agent
      engine.dispatch:    handler source engine.agent engine.retry
      engine.pump:        handler source engine engine.agent engine.meter engine.ring
      engine.worker:      handler source checkpoint engine engine.agent engine.meter engine.ring \
      engine.filter engine.batch engine.dispatch engine.retry engine.settle
      engine.mapping:     handler source checkpoint engine engine.agent engine.meter engine.ring \
      engine.filter engine.batch engine.dispatch engine.retry engine.settle engine.pump \
      engine.worker
      engine:             handler source checkpoint engine.mapping
      config.text:
      config.check:       source config.text
      config.plugin:      handler
      config:             handler source engine config.text config.check \
      config.plugin
      daemon.log:
      daemon.produce:
      daemon.json:
      daemon.health:      engine
      daemon.metrics:     engine daemon.health
      daemon.http:        engine daemon.health daemon.json daemon.metrics
      daemon.reload:      engine config
      daemon.control:     source engine config config.check daemon.health daemon.http \
      daemon.reload
      daemon.process:     checkpoint checkpoint.postgresql checkpoint.sqlite engine config \
      daemon.control daemon.health daemon.http daemon.reload
      daemon.operate:     config daemon.json daemon.process
      daemon.demo:        handler source discard chronicle engine daemon.http daemon.log \
      daemon.process
      daemon:             source chronicle engine config daemon.demo daemon.http daemon.log \
      daemon.operate daemon.process daemon.produce
      """;

  /** The steps of a record's way; only the worker and the mapping that sets it up know several. */
  private static final Set<String> STAGES =
      Set.of(
          "engine.pump",
          "engine.ring",
          "engine.filter",
          "engine.batch",
          "engine.dispatch",
          "engine.retry",
          "engine.settle");

  /** Who may ask the machine for the time, sleep, or draw random numbers, besides the agents. */
  private static final Map<String, String> NEEDS_CLOCK =
      Map.ofEntries(
          Map.entry("engine.ring.FetchRing", "a pump waits here for room in a full ring"),
          Map.entry("engine.dispatch.LingeringThreads", "its threads sleep here when idle"),
          Map.entry("engine.mapping.Threads", "seeds each worker's own random numbers"),
          Map.entry(
              "checkpoint.postgresql.PostgresCheckpointStore", "hands the clock to the statements"),
          Map.entry("checkpoint.sqlite.SqliteCheckpointStore", "hands the clock to the statements"),
          Map.entry("checkpoint.sqlite.SqliteDialect", "waits for another process's lock"),
          Map.entry("discard.FileDestination", "waits for another process's lock"),
          Map.entry("chronicle.ChronicleStream", "stamps what is appended without a time"),
          Map.entry("chronicle.ShardCursor", "a file rolls by the time of day"),
          Map.entry("chronicle.ShardFolder", "a folder's times are whole seconds on some disks"),
          Map.entry("chronicle.Retention", "the age of files; a pause between looks"),
          Map.entry("daemon.health.ShardWatch", "measures how long shards stand still"),
          Map.entry("kafka.group.Bell", "the poller waits here"),
          Map.entry("kafka.group.GroupPoller", "pauses, and the pace of looking around"),
          Map.entry("kafka.group.GroupSession", "how long revoked partitions may be kept"),
          Map.entry("kafka.partition.KafkaRecord", "stamps records from before there were stamps"),
          Map.entry("config.Catalog", "a time to begin at must not lie in the future"),
          Map.entry("daemon.ProduceCommand", "stamps what it appends; tells how fast it was"),
          Map.entry("daemon.demo.Producer", "appends at the rate asked for"),
          Map.entry("daemon.demo.ProgressWatch", "tells how fast it goes"));

  /** Who may make threads, besides the engine's agents and dispatch. */
  private static final Map<String, String> NEEDS_THREADS =
      Map.of(
          "daemon.http.AdminServer", "answers pages",
          "daemon.health.ShardWatch", "looks at the shards once a second",
          "daemon.reload.Reloader", "reads files and waits for mappings",
          "daemon.process.StopSignal", "the JVM's shutdown hook",
          "daemon.demo.Producer", "appends while the engine reads",
          "kafka.group.GroupMember", "the poller, which alone touches the consumer");

  private static final Predicate<CodeUnitAccessTarget> CLOCKS =
      calls(
          "System.nanoTime System.currentTimeMillis Thread.sleep TimeUnit.sleep Math.random",
          "LockSupport.park LockSupport.parkNanos LockSupport.parkUntil UUID.randomUUID",
          "Instant.now LocalDateTime.now LocalDate.now LocalTime.now ZonedDateTime.now",
          "OffsetDateTime.now InstantSource.system Clock.systemUTC Clock.systemDefaultZone",
          "Random.<init> SecureRandom.<init> SplittableRandom.<init> ThreadLocalRandom.current");

  private static final Predicate<CodeUnitAccessTarget> THREADS =
      calls("Thread.<init> Timer.<init> ThreadPoolExecutor.<init> ForkJoinPool.<init>")
          .or(call -> call.getOwner().getName().equals("java.util.concurrent.Executors"))
          .or(call -> call.getName().matches("(run|supply)Async"));

  private static final JavaClasses OURS = read();

  @Test
  void shouldHaveTheArrowsOfTheTableAndNoOthers() {
    Map<String, Set<String>> wanted = new TreeMap<>();
    ARROWS.lines().map(line -> line.split(":")).forEach(row -> wanted.put(row[0], words(row)));
    Map<String, Set<String>> found = new TreeMap<>();
    Set<String> tooMany = new TreeSet<>();
    for (JavaClass one : OURS) {
      String from = packageOf(one);
      Set<String> arrows = found.computeIfAbsent(from, any -> new TreeSet<>());
      for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
        String to = packageOf(dependency.getTargetClass().getBaseComponentType());
        if (!to.isEmpty() && !to.equals(from) && arrows.add(to)) {
          if (!wanted.getOrDefault(from, Set.of()).contains(to)) {
            tooMany.add(from + " → " + to + ": " + dependency.getDescription());
          }
        }
      }
    }
    assertThat(tooMany).as("arrows that ARROWS does not have").isEmpty();
    assertThat(found).as("the arrows there are, beside ARROWS").isEqualTo(wanted);
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    slices()
        .matching("io.forebay.(**)")
        .should()
        .beFreeOfCycles()
        // Engine.builder() must find the one class that implements it; nothing else may.
        .ignoreDependency(EngineBuilder.class, LocalEngine.class)
        .check(OURS);
  }

  @Test
  void shouldKeepStagesApart() {
    Set<String> found = new TreeSet<>();
    for (JavaClass one : OURS) {
      String from = packageOf(one);
      for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
        String to = packageOf(dependency.getTargetClass());
        if (STAGES.contains(from) && STAGES.contains(to) && !from.equals(to)) {
          found.add(from + " → " + nameOf(dependency.getTargetClass()));
        }
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrder(
            "engine.dispatch → engine.retry.Outcome", // what a handler did, judged later
            "engine.pump → engine.ring.Credits", // what it may fetch
            "engine.pump → engine.ring.FetchRing", // where it leaves a fetch
            "engine.pump → engine.ring.FetchTarget"); // whom the fetch is for
  }

  @ParameterizedTest
  @ValueSource(strings = {"handler", "source", "checkpoint", "engine"})
  void shouldNeedOnlyTheJdksBaseModule(String module) {
    Set<String> allowed =
        module.equals("engine")
            ? Set.of("org.jspecify.annotations", "org.slf4j", "com.lmax.disruptor")
            : Set.of("org.jspecify.annotations");
    Set<String> others = new TreeSet<>();
    for (JavaClass one : OURS) {
      String from = packageOf(one);
      // the stores below the checkpoint package know their databases
      if (from.equals(module) || (module.equals("engine") && from.startsWith("engine."))) {
        for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
          JavaClass to = dependency.getTargetClass().getBaseComponentType();
          if (packageOf(to).isEmpty() && !to.isPrimitive()) {
            if (!allowed.contains(to.getPackageName()) && !inBaseModule(to)) {
              others.add(dependency.getDescription());
            }
          }
        }
      }
    }
    assertThat(others).isEmpty();
  }

  @Test
  void shouldTakeTimeAndChanceFromAgentsOnly() {
    assertThat(callersOf(CLOCKS, Set.of("engine.agent"))).isEqualTo(sorted(NEEDS_CLOCK));
  }

  @Test
  void shouldMakeThreadsInAgentAndDispatchOnly() {
    assertThat(callersOf(THREADS, Set.of("engine.agent", "engine.dispatch")))
        .isEqualTo(sorted(NEEDS_THREADS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "retry", "settle", "filter", "worker"})
  void shouldNeedNoLockWhereOneThreadWrites(String stage) throws IOException {
    Set<String> shared = new TreeSet<>();
    for (JavaClass one : OURS) {
      if (packageOf(one).equals("engine." + stage)) {
        one.getDirectDependenciesFromSelf().stream()
            .filter(to -> to.getTargetClass().getPackageName().startsWith("java.util.concurrent"))
            .map(Dependency::getDescription)
            .forEach(shared::add);
      }
    }
    assertThat(shared).as("if you need one of these, ownership is wrong").isEmpty();
    // Class files tell of synchronized methods, but not of blocks.
    Path folder = root().resolve("engine/src/main/java/io/forebay/engine").resolve(stage);
    assertThat(sources(folder))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("synchronized "));
  }

  @Test
  void shouldNameClassesForWhatTheyAre() {
    Pattern vague = Pattern.compile("(Abstract.*|.*(Impl|Managers?|Utils?|Helpers?))");
    assertThat(OURS.stream().map(JavaClass::getSimpleName).filter(vague.asMatchPredicate()))
        .isEmpty();
  }

  @Test
  void shouldHideWhatNoOtherPackageNeeds() {
    Set<String> used =
        OURS.stream()
            .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
            .filter(to -> !packageOf(to.getTargetClass()).equals(packageOf(to.getOriginClass())))
            .map(to -> nameOf(to.getTargetClass().getBaseComponentType()))
            .collect(Collectors.toSet());
    assertThat(OURS.stream())
        .filteredOn(one -> one.isTopLevelClass() && packageOf(one).startsWith("engine."))
        .filteredOn(one -> one.getModifiers().contains(JavaModifier.PUBLIC))
        .extracting(LayoutTest::nameOf)
        .isSubsetOf(used);
  }

  @Test
  void shouldTellEachPackagesNeighbourhood() throws IOException {
    Set<Path> packages = new TreeSet<>();
    for (Path file : sources(root())) {
      String path = root().relativize(file).toString();
      if (path.contains("src/main/java/io/") && !path.startsWith("benchmarks")) {
        packages.add(Optional.ofNullable(file.getParent()).orElseThrow());
      }
    }
    assertThat(packages).hasSizeGreaterThan(20);
    for (Path one : packages) {
      Path info = one.resolve("package-info.java");
      assertThat(info).exists();
      String text = Files.readString(info);
      String javadoc = text.substring(text.indexOf("/**"), text.indexOf("*/", text.indexOf("/**")));
      assertThat(javadoc.replaceAll("\\s+\\*?\\s*", " "))
          .as("%s has In, Out, Thread and Rule", info)
          .containsPattern("\\bIn: \\S.*\\bOut: \\S.*\\bThread: \\S.*\\bRule: \\S");
    }
  }

  @Test
  void shouldKeepTheWorkerReadableInOneSitting() throws IOException {
    Path worker = root().resolve("engine/src/main/java/io/forebay/engine/worker/Worker.java");
    assertThat(Files.readAllLines(worker)).hasSizeLessThan(250);
  }

  private static JavaClasses read() {
    // Only our own classes are looked into; reading the JDK's would take seconds.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(location -> !location.contains("test-servers")) // tests' as well
        .importPackages("io.forebay");
  }

  private static Set<String> words(String[] row) {
    return row.length == 1
        ? Set.of()
        : Arrays.stream(row[1].split(" ")).filter(not(String::isEmpty)).collect(inOrder());
  }

  private static Collector<String, ?, TreeSet<String>> inOrder() {
    return toCollection(TreeSet::new);
  }

  private static Set<String> sorted(Map<String, String> reasons) {
    return new TreeSet<>(reasons.keySet());
  }

  /** The package without what all have in common; empty if it is not ours. */
  private static String packageOf(JavaClass one) {
    String name = one.getPackageName();
    return name.startsWith(ROOT) ? name.substring(ROOT.length()) : "";
  }

  /** The top-level class, without what all have in common. */
  private static String nameOf(JavaClass one) {
    String name = one.getName();
    int nested = name.indexOf('$');
    String top = nested < 0 ? name : name.substring(0, nested);
    return top.startsWith(ROOT) ? top.substring(ROOT.length()) : top;
  }

  private static boolean inBaseModule(JavaClass one) {
    return "java.base".equals(one.reflect().getModule().getName());
  }

  /** Calls of these: class and method, without the package. */
  private static Predicate<CodeUnitAccessTarget> calls(String... lines) {
    Set<String> all = Set.of(String.join(" ", lines).split(" "));
    return call ->
        call.getOwner().getPackageName().startsWith("java.")
            && all.contains(call.getOwner().getSimpleName() + "." + call.getName());
  }

  private static Set<String> callersOf(
      Predicate<CodeUnitAccessTarget> wanted, Set<String> allowedPackages) {
    return OURS.stream()
        .filter(one -> !allowedPackages.contains(packageOf(one)))
        .flatMap(one -> accesses(one).filter(access -> wanted.test(access.getTarget())))
        .map(access -> nameOf(access.getOriginOwner()))
        .collect(inOrder());
  }

  private static Stream<JavaCodeUnitAccess<? extends CodeUnitAccessTarget>> accesses(
      JavaClass one) {
    return Stream.concat(
        one.getCodeUnitCallsFromSelf().stream(), one.getCodeUnitReferencesFromSelf().stream());
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static Path root() {
    return Optional.ofNullable(Path.of("").toAbsolutePath().getParent()).orElseThrow();
  }
}
