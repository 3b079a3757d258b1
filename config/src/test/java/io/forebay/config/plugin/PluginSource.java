/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A plug-in written, compiled and packed by a test. */
public final class PluginSource {

  private final Path work;
  private final List<String> options = new ArrayList<>();

  public PluginSource(Path work) throws IOException {
    this.work = Files.createDirectories(work);
    Files.createDirectories(classes());
    options.addAll(
        List.of("-d", classes().toString(), "-cp", System.getProperty("java.class.path")));
    options.add("-proc:none");
  }

  /** Adds a class; {@code name} is its full name. */
  PluginSource with(String name, String source) throws IOException {
    Path file = work.resolve("src").resolve(name.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    String text = "package " + name.substring(0, name.lastIndexOf('.')) + ";\n" + source;
    Files.writeString(file, text);
    return this;
  }

  /** Adds a factory {@code plug.<type>} that calls itself so and runs this in {@code create}. */
  public PluginSource factory(String type, String name, String create) throws IOException {
    return with(
            "plug." + type,
            """
            import io.forebay.handler.*;
            import java.util.Map;
            public class %s implements BatchHandlerFactory {
              public String name() { return "%s"; }
              public Handler create(Map<String, String> settings) throws Exception { %s }
            }
            """
                .formatted(type, name, create))
        .service("plug." + type);
  }

  /** Names a class in the service file. */
  PluginSource service(String name) throws IOException {
    Path file = classes().resolve(Plugin.SERVICE_FILE);
    Files.createDirectories(file.getParent());
    String before = Files.exists(file) ? Files.readString(file) : "# handlers\n";
    Files.writeString(file, before + name + " # ours\n");
    return this;
  }

  /** Compiles into a folder of classes. */
  Path compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> arguments = new ArrayList<>(options);
    try (Stream<Path> files = Files.walk(work.resolve("src"))) {
      files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
    }
    int status = compiler.run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new AssertionError("the plug-in does not compile");
    }
    return classes();
  }

  /** Compiles into a jar. */
  public Path jar(Path jar) throws IOException {
    return pack(compile(), jar);
  }

  /** Packs a folder into a jar. */
  static Path pack(Path folder, Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new JarEntry(folder.relativize(file).toString().replace('\\', '/')));
        entries.write(Files.readAllBytes(file));
      }
    }
    return jar;
  }

  /** Pretends that a class was compiled for another version of Java. */
  static void setClassVersion(Path classFile, int version) throws IOException {
    byte[] bytes = Files.readAllBytes(classFile);
    bytes[7] = (byte) version;
    Files.write(classFile, bytes);
  }

  static Path broken(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    return Files.write(jar, "this is no jar".getBytes(StandardCharsets.UTF_8));
  }

  Path classes() {
    return work.resolve("out");
  }
}
