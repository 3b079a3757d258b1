/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads a YAML 1.2 file, and so JSON too, to its top section. */
public final class YamlReader {

  /** Largest file, in bytes. Ten thousand mappings take about 2 MiB. */
  static final long MAXIMUM_BYTES = 16L * 1024 * 1024;

  /** Deepest nesting; a configuration needs five. */
  static final int MAXIMUM_DEPTH = 50;

  private final Map<String, String> environment;
  private final Faults faults;

  /** Resolves {@code ${env:…}} from this environment and tells faults here. */
  public YamlReader(Map<String, String> environment, Faults faults) {
    this.environment = environment;
    this.faults = faults;
  }

  /** The file's top section; empty, and told, if it has none. */
  public Optional<Section> read(Path path) {
    ConfigFile file = new ConfigFile(path, environment, faults);
    return text(path, file)
        .flatMap(text -> compose(text, file))
        .flatMap(node -> new Value(file, node, "").section(""));
  }

  private Optional<String> text(Path path, ConfigFile file) {
    try {
      if (Files.size(path) > MAXIMUM_BYTES) {
        faults.add(
            file.whole(), "", "is larger than 16 MiB: spread the mappings over several files");
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      faults.add(file.whole(), "", "is not UTF-8 text: save it as UTF-8");
    } catch (IOException e) {
      String why = e.getClass().getSimpleName();
      faults.add(file.whole(), "", "can't be read (" + why + "): check its rights");
    }
    return Optional.empty();
  }

  private Optional<Node> compose(String text, ConfigFile file) {
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setUseMarks(true)
            .setCodePointLimit(Integer.MAX_VALUE)
            .setMaxAliasesForCollections(Integer.MAX_VALUE) // Expansion counts better
            .build();
    try {
      if (!isShallow(parser(settings, text), file)) {
        return Optional.empty();
      }
      Optional<Node> root = new Composer(settings, parser(settings, text)).getSingleNode();
      if (root.isEmpty()) {
        faults.add(file.whole(), "", "is empty: it needs at least 'mappings:' with one mapping");
        return Optional.empty();
      }
      return root.filter(node -> new Expansion(file).isBounded(node))
          .filter(node -> isSection(node, file));
    } catch (MarkedYamlEngineException e) {
      faults.add(file.placeOf(e.getProblemMark()), "", syntax(e, text));
    } catch (ReaderException e) {
      faults.add(placeOf(e.getPosition(), text, file), "", "holds a control character: remove it");
    } catch (YamlEngineException e) {
      faults.add(file.whole(), "", "is not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static Parser parser(LoadSettings settings, String text) {
    return new ParserImpl(settings, new StreamReader(settings, text));
  }

  private boolean isShallow(Parser events, ConfigFile file) {
    int depth = 0;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof CollectionStartEvent && ++depth > MAXIMUM_DEPTH) {
        faults.add(
            file.placeOf(event.getStartMark()), "", "is nested more than 50 deep: flatten it");
        return false;
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
    return true;
  }

  private boolean isSection(Node node, ConfigFile file) {
    if (node instanceof MappingNode) {
      return true;
    }
    file.fault(
        node,
        "",
        "must begin with fields such as 'mappings:', not " + new Value(file, node, "").looks());
    return false;
  }

  private static String syntax(MarkedYamlEngineException e, String text) {
    String problem = e.getProblem();
    if (problem.contains("found another document")) {
      return "holds a second document ('---'): put it into a file of its own";
    }
    String context = e.getContext() == null ? "" : e.getContext() + ": ";
    boolean flowReference = problem.contains("but got {") && References.in(text);
    return "is not YAML: "
        + context
        + problem.replaceAll("\\s+", " ").strip()
        + (flowReference ? "; inside { } or [ ] put ${…} in quotes" : "");
  }

  private static Place placeOf(int index, String text, ConfigFile file) {
    String before = text.substring(0, Math.min(Math.max(index, 0), text.length()));
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n');
    return new Place(file.whole().file(), line, column);
  }
}
