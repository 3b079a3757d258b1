/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchHandlerFactory;
import io.forebay.handler.Handler;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerCatalogTest {

  private static final String OK = "return (BatchHandler) (batch, context) -> null;";

  @TempDir Path temp;

  @Test
  void shouldFindHandlersOfJarsAndFolders() throws Exception {
    source("one").factory("One", "one", OK).jar(plugins().resolve("one.jar"));
    source("two").factory("Two", "two", OK).jar(plugins().resolve("two/lib.jar"));
    copy(source("three").factory("Three", "three", OK).compile(), "three/classes");
    Files.writeString(plugins().resolve("README.md"), "not a plug-in");
    Files.createDirectories(plugins().resolve(".git"));

    try (HandlerCatalog catalog = open()) {
      assertThat(catalog.problems()).isEmpty();
      assertThat(catalog.foundText())
          .isEqualTo("found: one (plug-in one.jar), three (plug-in three), two (plug-in two)");
      assertThat(catalog.has("three")).isTrue();
      assertThat(catalog.create("two", Map.of())).isInstanceOf(BatchHandler.class);
    }
  }

  @Test
  void shouldKeepPluginsApartThatCarryTwoVersionsOfAClass() throws Exception {
    for (String version : List.of("1", "2")) {
      source("v" + version)
          .with(
              "lib.Version",
              "public class Version { public static String N = \"" + version + "\"; }")
          .factory(
              "Made" + version,
              "handler" + version,
              "throw new Exception(\"library version \" + lib.Version.N);")
          .jar(plugins().resolve("v" + version + ".jar"));
    }
    // a third version on the class path of the host, which must win in neither
    Path host =
        source("host")
            .with("lib.Version", "public class Version { public static String N = \"host\"; }")
            .compile();

    try (URLClassLoader outside =
            new URLClassLoader(new URL[] {host.toUri().toURL()}, getClass().getClassLoader());
        HandlerCatalog catalog = HandlerCatalog.open(outside, Optional.of(plugins()))) {
      assertThatThrownBy(() -> catalog.create("handler1", Map.of()))
          .hasMessage(
              "handler 'handler1' (plug-in v1.jar) can't be made: java.lang.Exception: library"
                  + " version 1");
      assertThatThrownBy(() -> catalog.create("handler2", Map.of()))
          .hasMessageEndingWith("library version 2");
    }
  }

  @Test
  void shouldShareTheSpiThoughAPluginBringsItsOwn() throws Exception {
    Path classes = source("fat").factory("Fat", "fat", OK).compile();
    Path spi =
        Path.of(
            BatchHandlerFactory.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = PluginSource.pack(classes, plugins().resolve("fat/fat.jar"));
    if (Files.isDirectory(spi)) {
      PluginSource.pack(spi, jar.resolveSibling("spi.jar"));
    } else {
      Files.copy(spi, jar.resolveSibling("spi.jar"));
    }

    try (HandlerCatalog catalog = open()) {
      assertThat(catalog.problems()).isEmpty();
      assertThat(catalog.create("fat", Map.of())).isInstanceOf(BatchHandler.class);
    }
  }

  @Test
  void shouldCallPluginsWithTheirClassLoaderAsContext() throws Exception {
    source("context")
        .factory(
            "Context",
            "context",
            """
            String made = Thread.currentThread().getContextClassLoader().getName();
            return (BatchHandler) (batch, context) -> {
              throw new Exception(
                  made + " / " + Thread.currentThread().getContextClassLoader().getName());
            };
            """)
        .jar(plugins().resolve("context.jar"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    try (HandlerCatalog catalog = open();
        Handler handler = catalog.create("context", Map.of())) {
      assertThatThrownBy(() -> call(handler))
          .hasRootCauseMessage("plug-in context.jar / plug-in context.jar");
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void shouldTellWhatIsWrongWithAPluginAndLoadTheOthers() throws Exception {
    source("good").factory("Good", "good", OK).jar(plugins().resolve("z-good.jar"));
    PluginSource.broken(plugins().resolve("broken.jar"));
    source("missing")
        .with("plug.Other", "class Other {}")
        .service("plug.Nowhere")
        .jar(plugins().resolve("missing.jar"));
    source("none").with("plug.Other", "class Other {}").jar(plugins().resolve("none.jar"));
    source("foreign")
        .with("plug.Foreign", "public class Foreign {}")
        .service("plug.Foreign")
        .jar(plugins().resolve("foreign.jar"));
    source("private")
        .with("plug.Hidden", factory("Hidden", "private Hidden() {}"))
        .service("plug.Hidden")
        .jar(plugins().resolve("private.jar"));
    try (HandlerCatalog catalog = open()) {
      String rest = "; found: good (plug-in z-good.jar)";
      assertThat(catalog.problems())
          .containsExactly(
              "plug-in broken.jar: broken.jar is not a readable jar: java.util.zip.ZipException:"
                  + " zip END header not found"
                  + rest,
              "plug-in foreign.jar: class plug.Foreign does not implement BatchHandlerFactory"
                  + rest,
              "plug-in missing.jar: class plug.Nowhere is named in"
                  + " META-INF/services/io.forebay.handler.BatchHandlerFactory but is nowhere in it"
                  + rest,
              "plug-in none.jar: holds no handler: none of its jars names one in"
                  + " META-INF/services/io.forebay.handler.BatchHandlerFactory"
                  + rest,
              "plug-in private.jar: class plug.Hidden must be public with a public constructor that"
                  + " takes nothing"
                  + rest);
    }
  }

  @Test
  void shouldTellWhatAPluginThrewAndLoadTheOthers() throws Exception {
    source("good").factory("Good", "good", OK).jar(plugins().resolve("z-good.jar"));
    source("constructor")
        .with(
            "plug.Bad", factory("Bad", "public Bad() { throw new IllegalStateException(\"no\"); }"))
        .service("plug.Bad")
        .jar(plugins().resolve("constructor.jar"));
    source("static")
        .with("plug.Static", factory("Static", "static { if (true) throw new AssertionError(5); }"))
        .service("plug.Static")
        .jar(plugins().resolve("static.jar"));
    source("nameless")
        .with("plug.Nameless", factory("Nameless", "").replace("\"x\"", "null"))
        .service("plug.Nameless")
        .jar(plugins().resolve("nameless.jar"));

    try (HandlerCatalog catalog = open()) {
      String rest = "; found: good (plug-in z-good.jar)";
      assertThat(catalog.problems())
          .containsExactly(
              "plug-in constructor.jar: class plug.Bad can't be made:"
                  + " java.lang.IllegalStateException: no"
                  + rest,
              "plug-in nameless.jar: plug.Nameless.name() is empty" + rest,
              "plug-in static.jar: class plug.Static can't be made: a static initialiser threw"
                  + " java.lang.AssertionError: 5"
                  + rest);
    }
  }

  @Test
  void shouldSayWhichJavaAClassNeeds() throws Exception {
    PluginSource plugin = source("newer").factory("Newer", "newer", OK);
    plugin.compile();
    PluginSource.setClassVersion(plugin.classes().resolve("plug/Newer.class"), 99);
    PluginSource.pack(plugin.classes(), plugins().resolve("newer.jar"));

    try (HandlerCatalog catalog = open()) {
      assertThat(catalog.problems())
          .containsExactly(
              "plug-in newer.jar: class plug.Newer can't be made: class plug.Newer was compiled for"
                  + " Java 55, but this is Java "
                  + Runtime.version().feature()
                  + ": compile it for this one or run a newer Java; no handler was found on the"
                  + " class path or in "
                  + plugins());
    }
  }

  @Test
  void shouldNameWhatCreateThrows() throws Exception {
    PluginSource plugin =
        source("create")
            .with("plug.Lazy", "class Lazy { static int x = Integer.parseInt(\"x\"); }")
            .with("gone.Gone", "public class Gone {}")
            .factory("Init", "init", "System.out.println(Lazy.x); return null;")
            .factory("Link", "link", "new gone.Gone(); return null;")
            .factory("None", "none", "return null;")
            .factory("Chain", "chain", "throw new Exception(\"a\", new Error(\"b\"));");
    plugin.compile();
    Files.delete(plugin.classes().resolve("gone/Gone.class"));
    PluginSource.pack(plugin.classes(), plugins().resolve("create.jar"));

    try (HandlerCatalog catalog = open()) {
      String tail = " (plug-in create.jar) can't be made: ";
      assertThatThrownBy(() -> catalog.create("init", Map.of()))
          .isInstanceOf(HandlerException.class)
          .hasMessage(
              "handler 'init'"
                  + tail
                  + "a static initialiser threw java.lang.NumberFormatException: For input string:"
                  + " \"x\"");
      assertThatThrownBy(() -> catalog.create("init", Map.of()))
          .hasMessageContaining("Could not initialize class plug.Lazy");
      assertThatThrownBy(() -> catalog.create("link", Map.of()))
          .hasMessage(
              "handler 'link'"
                  + tail
                  + "class gone.Gone is missing (NoClassDefFoundError): put the jar that holds it"
                  + " into the plug-in");
      assertThatThrownBy(() -> catalog.create("none", Map.of()))
          .hasMessage("handler 'none'" + tail + "plug.None.create returned null");
      assertThatThrownBy(() -> catalog.create("chain", Map.of()))
          .hasMessage(
              "handler 'chain'" + tail + "java.lang.Exception: a, caused by java.lang.Error: b");
      assertThatThrownBy(() -> catalog.create("nobody", Map.of()))
          .hasMessageStartingWith(
              "there is no handler 'nobody'; found: chain (plug-in create.jar)");
    }
  }

  @Test
  void shouldNameBothPlacesOfTwoHandlersOfOneName() throws Exception {
    source("a").factory("First", "same", OK).jar(plugins().resolve("a.jar"));
    source("b").factory("Second", "same", OK).jar(plugins().resolve("b.jar"));

    try (HandlerCatalog catalog = open()) {
      assertThat(catalog.conflicts())
          .containsExactly(
              "two handlers are called 'same': plug.First (plug-in a.jar) and plug.Second (plug-in"
                  + " b.jar); rename or remove one");
    }
  }

  @Test
  void shouldFindHandlersOnTheClassPathOnceThoughPluginsSeeItToo() throws Exception {
    Path host = source("host").factory("Host", "host", OK).compile();
    source("p").factory("Plugged", "plugged", OK).jar(plugins().resolve("p.jar"));

    try (URLClassLoader outside =
            new URLClassLoader(new URL[] {host.toUri().toURL()}, getClass().getClassLoader());
        HandlerCatalog catalog = HandlerCatalog.open(outside, Optional.of(plugins()))) {
      assertThat(catalog.conflicts()).isEmpty();
      assertThat(catalog.foundText())
          .isEqualTo("found: host (class path), plugged (plug-in p.jar)");
    }
  }

  @Test
  void shouldTellHandlersOfTheClassPathThatDoNotLoad() throws Exception {
    Path host = source("host").factory("Host", "host", OK).service("plug.Nowhere").compile();

    try (URLClassLoader outside =
            new URLClassLoader(new URL[] {host.toUri().toURL()}, getClass().getClassLoader());
        HandlerCatalog catalog = HandlerCatalog.open(outside, Optional.empty())) {
      assertThat(catalog.problems())
          .singleElement()
          .asString()
          .startsWith("class path: ")
          .contains("plug.Nowhere")
          .endsWith("; found: host (class path)");
    }
  }

  @Test
  void shouldLetGoOfItsJarsWhenClosed() throws Exception {
    source("one")
        .with("plug.Late", "public class Late {}")
        .factory("One", "one", "Class.forName(\"plug.Late\"); return null;")
        .jar(plugins().resolve("one.jar"));
    HandlerCatalog catalog = open();
    catalog.close();

    assertThatThrownBy(() -> catalog.create("one", Map.of()))
        .hasMessageContaining("ClassNotFoundException: plug.Late");
  }

  private static String factory(String type, String member) {
    return """
        import io.forebay.handler.*;
        import java.util.Map;
        public class %s implements BatchHandlerFactory {
          %s
          public String name() { return "x"; }
          public Handler create(Map<String, String> settings) { return null; }
        }
        """
        .formatted(type, member);
  }

  /** Without a batch at hand: the test's handlers look at none. */
  private static void call(Handler handler) throws Exception {
    Method handle =
        List.of(BatchHandler.class.getMethods()).stream()
            .filter(method -> method.getName().equals("handle"))
            .findFirst()
            .orElseThrow();
    handle.invoke(handler, null, null);
  }

  private static void copy(Path from, String to, Path plugins) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = plugins.resolve(to).resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private void copy(Path from, String to) throws IOException {
    copy(from, to, plugins());
  }

  private HandlerCatalog open() {
    return HandlerCatalog.open(getClass().getClassLoader(), Optional.of(plugins()));
  }

  private Path plugins() {
    return temp.resolve("plugins");
  }

  private PluginSource source(String name) throws IOException {
    Files.createDirectories(plugins());
    return new PluginSource(temp.resolve("source-" + name));
  }
}
