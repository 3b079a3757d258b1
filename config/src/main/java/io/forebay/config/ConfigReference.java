/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config;

import io.forebay.config.check.Wording;
import io.forebay.engine.SettingRules;
import io.forebay.source.EventSourceFactory;
import io.forebay.source.FailureDestinationFactory;
import io.forebay.source.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every setting in Markdown tables, from the same definitions as the checks. */
public final class ConfigReference {

  private final StringBuilder out = new StringBuilder();

  private ConfigReference() {}

  /** The tables for configurations that use these connectors. */
  public static String generate(Catalog catalog) {
    ConfigReference tables = new ConfigReference();
    tables.table("`engine`", SettingRules.engine());
    tables.table("`checkpoint`", CheckpointSettings.definitions());
    tables.table("`http`", HttpSettings.definitions());
    tables.mappings(catalog);
    catalog.sources().forEach(tables::source);
    catalog.destinations().forEach(tables::destination);
    return tables.out.toString();
  }

  private void source(String type, EventSourceFactory factory) {
    table("`source` of type `" + type + "`", factory.settings());
  }

  private void destination(String type, FailureDestinationFactory factory) {
    table("`onFailure` of type `" + type + "`", factory.settings());
  }

  private void table(String title, List<Setting> settings) {
    head(title, "");
    settings.forEach(setting -> row(setting, setting.description()));
  }

  /** One row a setting, and one more where a source type differs. */
  private void mappings(Catalog catalog) {
    Map<Setting, List<String>> types = new LinkedHashMap<>();
    catalog
        .sources()
        .forEach(
            (type, factory) -> {
              for (Setting setting : SettingRules.mapping(factory.traits(), true)) {
                types.computeIfAbsent(setting, s -> new ArrayList<>()).add(type);
              }
            });
    head(
        "An item of `mappings`, besides `name`, `source`, `handler` and `onFailure`",
        "Ranges are those of `limits: platform`; `limits: none` widens some of them.");
    types.forEach(
        (setting, having) -> {
          boolean everywhere = having.size() == catalog.sources().size();
          String which = everywhere ? "" : " Source types: " + String.join(", ", having) + ".";
          row(setting, setting.description() + which);
        });
  }

  private void head(String title, String remark) {
    out.append("\n### ").append(title).append("\n\n");
    out.append(remark.isEmpty() ? "" : remark + "\n\n");
    out.append("| Setting | Form | Default | Range | Meaning |\n|---|---|---|---|---|\n");
  }

  private void row(Setting setting, String meaning) {
    String none = setting.required() ? "required" : "";
    out.append("| `")
        .append(setting.name())
        .append("` | ")
        .append(setting.type().name().toLowerCase(Locale.ROOT))
        .append(" | ")
        .append(setting.defaultValue().map(value -> "`" + value + "`").orElse(none))
        .append(" | ")
        .append(Wording.shortRange(setting))
        .append(" | ")
        .append(meaning.replace("|", "\\|"))
        .append(" |\n");
  }
}
