/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.control;

import io.forebay.config.Fault;
import io.forebay.daemon.http.Page;
import io.forebay.daemon.reload.ReloadReport;
import io.forebay.daemon.reload.ReloadReport.Applied;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of a reload, as the API shows it. */
final class ReloadJson {

  private ReloadJson() {}

  /** 200 if all is done, 202 if mappings are on the way, 422 if the files are wrong. */
  static Page page(ReloadReport report) {
    if (report.refused()) {
      return refused(report.faults());
    }
    boolean moving =
        report.mappings().stream().anyMatch(one -> !one.done() && one.problem().isEmpty());
    List<Object> mappings = new ArrayList<>();
    for (Applied one : report.mappings()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("name", one.change().name());
      fields.put("change", one.change().kind().word());
      fields.put("fields", one.change().fields());
      fields.put("state", one.state());
      fields.put("done", one.done());
      fields.put("problem", one.problem());
      mappings.add(fields);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("mappings", mappings);
    document.put("restartNeeded", report.restartNeeded());
    document.put("warnings", report.warnings());
    return Page.json(moving ? 202 : 200, document);
  }

  private static Page refused(List<Fault> faults) {
    List<Object> list = new ArrayList<>();
    for (Fault fault : faults) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("file", fault.file());
      fields.put("line", fault.line());
      fields.put("column", fault.column());
      fields.put("field", fault.field());
      fields.put("message", fault.message());
      list.add(fields);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "urn:forebay:faulty-configuration");
    document.put("title", "The configuration is wrong");
    document.put("status", 422);
    document.put("detail", "The configuration has faults, and nothing was changed.");
    document.put("faults", list);
    return Page.problem(422, document);
  }
}
