/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.forebay.engine.Mapping;
import io.forebay.engine.MappingStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whether the process is ready: every mapping that should read does, and nothing stops it. */
final class HealthPage {

  private static final JsonFactory JSON = new JsonFactory();

  private final Supplier<List<Mapping>> mappings;

  HealthPage(Supplier<List<Mapping>> mappings) {
    this.mappings = mappings;
  }

  /** The page for {@code /health/ready}: 200 or 503, and the mappings that are not ready. */
  Page page() throws IOException {
    List<Mapping> all = mappings.get();
    List<NotReady> notReady = new ArrayList<>();
    for (Mapping mapping : all) {
      MappingStatus status = mapping.status();
      List<String> faults = MappingHealth.faults(status, mapping.settings().enabled());
      if (!faults.isEmpty()) {
        notReady.add(new NotReady(status, faults));
      }
    }
    return Page.json(notReady.isEmpty() ? 200 : 503, body(all.size(), notReady));
  }

  private static byte[] body(int mappings, List<NotReady> notReady) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(body)) {
      out.writeStartObject();
      out.writeBooleanField("ready", notReady.isEmpty());
      out.writeNumberField("mappings", mappings);
      out.writeArrayFieldStart("notReady");
      for (NotReady one : notReady) {
        out.writeStartObject();
        out.writeStringField("mapping", one.status().name());
        out.writeStringField("state", one.status().state().word());
        out.writeStringField("reason", one.status().reason());
        out.writeArrayFieldStart("problems");
        for (String fault : one.faults()) {
          out.writeString(fault);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
      out.writeRaw('\n');
    }
    return body.toByteArray();
  }

  private record NotReady(MappingStatus status, List<String> faults) {}
}
