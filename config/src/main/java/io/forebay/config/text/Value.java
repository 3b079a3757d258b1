/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What a field holds: a single value, a list or a section. */
public final class Value {

  private final ConfigFile file;
  private final Node node;
  private final String field;

  Value(ConfigFile file, Node node, String field) {
    this.file = file;
    this.node = node;
    this.field = field;
  }

  Value under(String otherField) {
    return new Value(file, node, otherField);
  }

  /** Path of the field, for messages. */
  public String field() {
    return field;
  }

  /** Where it begins. */
  public Place place() {
    return file.placeOf(node);
  }

  /** The folder that a relative path is meant from. */
  public Path folder() {
    return file.folder();
  }

  /** Tells that something is wrong with it. */
  public void fault(String message) {
    file.fault(node, field, message);
  }

  /** Whether it is a single value. */
  public boolean isScalar() {
    return node instanceof ScalarNode && !isNothing();
  }

  /** What it looks like: "a list", "a section", … */
  public String looks() {
    if (node instanceof SequenceNode) {
      return "a list";
    }
    if (node instanceof MappingNode) {
      return "a section";
    }
    return isNothing() ? "nothing" : kind().map(Scalar.Kind::word).orElse("a tagged value");
  }

  /**
   * The single value, its references resolved. Empty if it isn't one or a reference leads nowhere;
   * that is told then.
   *
   * @param expected what should be here, for the message
   */
  public Optional<Scalar> scalar(String expected) {
    if (isNothing()) {
      fault("has no value: give " + expected + " or remove the line");
      return Optional.empty();
    }
    Optional<Scalar.Kind> kind = kind();
    if (!(node instanceof ScalarNode scalar) || kind.isEmpty()) {
      fault("must be " + expected + ", not " + looks());
      return Optional.empty();
    }
    String written = scalar.getValue();
    if (kind.get() != Scalar.Kind.TEXT || !References.in(written)) {
      return Optional.of(Scalar.literal(kind.get(), written));
    }
    return file.references()
        .resolve(written, this::fault)
        .map(text -> Scalar.fromReferences(written, text));
  }

  /** A value that is shown everywhere and so takes no references; empty, and told, otherwise. */
  public Optional<String> word(String expected) {
    if (node instanceof ScalarNode scalar && References.in(scalar.getValue())) {
      fault("is shown in logs and metrics and so takes no ${…}: write it out");
      return Optional.empty();
    }
    Optional<Scalar> scalar = scalar(expected);
    if (scalar.isPresent() && scalar.get().kind() != Scalar.Kind.TEXT) {
      fault("must be " + expected + ", not " + looks() + ": put it in quotes");
      return Optional.empty();
    }
    return scalar.map(Scalar::text);
  }

  /** The section; empty, and told, if it isn't one. */
  public Optional<Section> section(String prefix) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(Section.of(file, mapping, prefix));
    }
    fault(
        isNothing()
            ? "is empty: fill it in or remove the line"
            : "must be a section (fields with values), not " + looks());
    return Optional.empty();
  }

  /** The list's items, each with its index as field path; empty, and told, if it isn't a list. */
  public List<Value> items() {
    if (!(node instanceof SequenceNode sequence)) {
      fault(
          isNothing()
              ? "is empty: fill it in or remove the line"
              : "must be a list (lines that begin with '- '), not " + looks());
      return List.of();
    }
    List<Value> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(new Value(file, item, field + "[" + items.size() + "]"));
    }
    return items;
  }

  private boolean isNothing() {
    return node.getTag().equals(Tag.NULL);
  }

  private Optional<Scalar.Kind> kind() {
    Tag tag = node.getTag();
    if (tag.equals(Tag.STR)) {
      return Optional.of(Scalar.Kind.TEXT);
    }
    if (tag.equals(Tag.INT)) {
      return Optional.of(Scalar.Kind.INTEGER);
    }
    if (tag.equals(Tag.BOOL)) {
      return Optional.of(Scalar.Kind.BOOLEAN);
    }
    return tag.equals(Tag.FLOAT) ? Optional.of(Scalar.Kind.DECIMAL) : Optional.empty();
  }
}
