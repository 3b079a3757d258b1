/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.config.check.SettingCheck;
import io.forebay.config.check.Suggestion;
import io.forebay.config.plugin.HandlerCatalog;
import io.forebay.config.text.Section;
import io.forebay.config.text.Value;
import io.forebay.engine.MappingDefinition;
import io.forebay.engine.MappingDefinition.Opening;
import io.forebay.engine.MappingSettings;
import io.forebay.engine.SettingRules;
import io.forebay.handler.Handler;
import io.forebay.source.EventSourceFactory;
import io.forebay.source.FailureDestination;
import io.forebay.source.FailureDestinationFactory;
import io.forebay.source.Setting;
import io.forebay.source.Settings;
import io.forebay.source.SourceContext;
import io.forebay.source.SourceTraits;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One item of {@code mappings} at a time to a definition. */
final class MappingReader {

  static final String NAME = "name";
  static final String SOURCE = "source";
  static final String HANDLER = "handler";
  static final String ON_FAILURE = "onFailure";
  static final String TYPE = "type";
  static final String SETTINGS = "settings";

  /** Stands for a source whose type is not known: every setting applies, the ranges are widest. */
  private static final SourceTraits WIDEST =
      new SourceTraits(
          true,
          100,
          10_000,
          Duration.ZERO,
          SourceTraits.WindowClock.PREVIOUS_INVOCATION_ENDED,
          0,
          SourceTraits.StartPositions.ENDS_AND_TIMESTAMP,
          Duration.ZERO,
          false,
          false);

  private final Catalog catalog;
  private final HandlerCatalog handlers;
  private final boolean platformLimits;
  private final PolicyReader policies;
  private final Map<String, Value> names = new HashMap<>();
  private boolean missedSomething;

  MappingReader(Catalog catalog, HandlerCatalog handlers, boolean platformLimits) {
    this.catalog = catalog;
    this.handlers = handlers;
    this.platformLimits = platformLimits;
    this.policies = new PolicyReader(catalog.clock());
  }

  /** Whether a handler or a type was asked for that was not found. */
  boolean missedSomething() {
    return missedSomething;
  }

  /** A mapping as the files have it: what the engine takes, and the fields it came from. */
  record Item(MappingDefinition definition, MappingFields fields) {}

  private record NamedHandler(
      String name, Map<String, String> settings, Opening<Handler> opening) {}

  private record Typed<F>(F factory, String type, Map<String, Object> values) {
    Settings settings() {
      return Settings.of(values);
    }
  }

  private record Policies(MappingSettings settings, Map<String, Object> values) {}

  /**
   * The item; empty, and told, if there is too little to make one of. One that is returned may
   * still have faults.
   */
  Optional<Item> read(Value item) {
    Optional<Section> given = item.section(item.field() + ".");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> name = given.get().required(NAME, "a name").flatMap(this::name);
    Section section =
        name.map(known -> given.get().under("mapping '" + known + "': ")).orElse(given.get());
    Optional<Typed<EventSourceFactory>> source =
        section
            .required(SOURCE, "a section with 'type' and the source's settings")
            .flatMap(value -> typed(value, catalog.sources(), EventSourceFactory::settings));
    Optional<NamedHandler> handler =
        section.required(HANDLER, "a handler's name").flatMap(this::handler);
    Optional<Typed<FailureDestinationFactory>> onFailure =
        section
            .value(ON_FAILURE)
            .flatMap(
                value -> typed(value, catalog.destinations(), FailureDestinationFactory::settings));
    Optional<Policies> policies = policies(section, name.orElse("unnamed"), source);
    if (name.isEmpty() || source.isEmpty() || handler.isEmpty() || policies.isEmpty()) {
      return Optional.empty();
    }
    EventSourceFactory factory = source.get().factory();
    SourceContext context = new SourceContext(name.get(), source.get().settings());
    MappingDefinition definition =
        new MappingDefinition(
            policies.get().settings(),
            factory.traits(),
            () -> factory.create(context),
            handler.get().name(),
            handler.get().opening(),
            onFailure.map(typed -> opening(name.get(), typed)),
            MappingDefinition.EVERYTHING);
    MappingFields fields = fields(source.get(), handler.get(), onFailure, policies.get());
    return Optional.of(new Item(definition, fields));
  }

  private MappingFields fields(
      Typed<?> source,
      NamedHandler handler,
      Optional<? extends Typed<?>> onFailure,
      Policies rest) {
    Map<String, Object> fields = new HashMap<>(rest.values());
    put(fields, SOURCE, source);
    onFailure.ifPresent(typed -> put(fields, ON_FAILURE, typed));
    fields.put(HANDLER, handler.name());
    handler.settings().forEach((key, value) -> fields.put("handler.settings." + key, value));
    fields.put(MappingFields.PLUGIN, handlers.version(handler.name()));
    return new MappingFields(source.type(), fields);
  }

  private static void put(Map<String, Object> fields, String section, Typed<?> typed) {
    fields.put(section + "." + TYPE, typed.type());
    typed.values().forEach((key, value) -> fields.put(section + "." + key, value));
  }

  private Optional<String> name(Value value) {
    Optional<String> name = value.word("a name");
    if (name.isEmpty()) {
      return name;
    }
    if (!SettingRules.NAME.matcher(name.get()).matches()) {
      value.fault(
          "must begin with a letter or digit and hold only letters, digits, '.', '_' and '-', at"
              + " most 128");
      return Optional.empty();
    }
    Value other = names.putIfAbsent(name.get(), value);
    if (other != null) {
      value.fault(
          "the mapping at " + other.place() + " is called '" + name.get() + "' too: rename one");
    }
    return name;
  }

  private <F> Optional<Typed<F>> typed(
      Value value, Map<String, F> factories, Function<F, List<Setting>> definitions) {
    Optional<Section> section = value.section(value.field() + ".");
    Optional<Value> given =
        section.flatMap(s -> s.required(TYPE, "one of " + String.join(", ", factories.keySet())));
    Optional<String> type = given.flatMap(v -> v.word("text"));
    if (section.isEmpty() || given.isEmpty() || type.isEmpty()) {
      return Optional.empty();
    }
    F factory = factories.get(type.get());
    if (factory == null) {
      missedSomething = true;
      String found =
          factories.isEmpty()
              ? "no connector was found"
              : "must be one of " + String.join(", ", factories.keySet());
      String hint = Suggestion.didYouMean(type.get(), factories.keySet());
      given.get().fault("there is no type '" + type.get() + "': " + found + hint);
      return Optional.empty();
    }
    List<Setting> settings = definitions.apply(factory);
    Set<String> known = names(settings, TYPE);
    section.get().refuseOthers(known, name -> Suggestion.unknown(name, known));
    Map<String, Object> values = SettingCheck.plain().read(section.get(), settings);
    return Optional.of(new Typed<>(factory, type.get(), values));
  }

  private static Opening<FailureDestination> opening(
      String mapping, Typed<FailureDestinationFactory> typed) {
    SourceContext context = new SourceContext(mapping, typed.settings());
    return () -> typed.factory().create(context);
  }

  private Optional<NamedHandler> handler(Value value) {
    if (value.isScalar()) {
      return value.word("a handler's name").flatMap(name -> handler(value, name, Map.of()));
    }
    Optional<Section> section = value.section(value.field() + ".");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    Set<String> known = Set.of(NAME, SETTINGS);
    section.get().refuseOthers(known, name -> Suggestion.unknown(name, known));
    Map<String, String> settings =
        section
            .get()
            .value(SETTINGS)
            .flatMap(v -> v.section(v.field() + "."))
            .map(SettingCheck::texts)
            .orElse(Map.of());
    return section
        .get()
        .required(NAME, "a handler's name")
        .flatMap(v -> v.word("a handler's name").flatMap(name -> handler(v, name, settings)));
  }

  private Optional<NamedHandler> handler(Value value, String name, Map<String, String> settings) {
    if (!handlers.has(name)) {
      missedSomething = true;
      List<String> known = handlers.found().stream().map(HandlerCatalog.Found::name).toList();
      String hint = Suggestion.didYouMean(name, known);
      value.fault("there is no handler '" + name + "'; " + handlers.foundText() + hint);
      return Optional.empty();
    }
    Map<String, String> copy = Map.copyOf(settings);
    return Optional.of(new NamedHandler(name, copy, () -> handlers.create(name, copy)));
  }

  private Optional<Policies> policies(
      Section section, String name, Optional<Typed<EventSourceFactory>> source) {
    SourceTraits traits = source.map(typed -> typed.factory().traits()).orElse(WIDEST);
    List<Setting> rules = SettingRules.mapping(traits, platformLimits);
    List<Setting> wider = SettingRules.mapping(traits, false);
    String scope = source.map(typed -> " for a source of type '" + typed.type() + "'").orElse("");
    Set<String> known = names(rules, NAME, SOURCE, HANDLER, ON_FAILURE);
    Set<String> elsewhere = names(SettingRules.mapping(WIDEST, false));
    section.refuseOthers(
        known,
        field ->
            elsewhere.contains(field)
                ? "does not apply" + scope.replace(" for ", " to ") + ": remove it"
                : Suggestion.unknown(field, known));
    Map<String, Object> values =
        new SettingCheck(scope, platformLimits ? wider : List.of()).read(section, rules);
    return policies
        .settings(name, traits, section, values)
        .map(settings -> new Policies(settings, values));
  }

  private static Set<String> names(List<Setting> settings, String... more) {
    Set<String> names = new LinkedHashSet<>(List.of(more));
    settings.forEach(setting -> names.add(setting.name()));
    return names;
  }
}
