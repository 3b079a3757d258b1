/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import io.forebay.handler.Batch;
import io.forebay.handler.BatchHandler;
import io.forebay.handler.BatchResult;
import io.forebay.handler.InvocationContext;
import io.forebay.handler.SourceRecord;
import java.io.IOException;

/** Checks and counts manual reports; one that is no flight fails its invocation. */
final class ManualReportsHandler implements BatchHandler {

  private final ReportCount count;
  private final FlightReader reader = new FlightReader();

  ManualReportsHandler(ReportCount count) {
    this.count = count;
  }

  @Override
  public BatchResult handle(Batch batch, InvocationContext context)
      throws MalformedFlightException, IOException {
    for (SourceRecord source : batch) {
      count.add(reader.read(source).number());
    }
    return BatchResult.success();
  }
}
