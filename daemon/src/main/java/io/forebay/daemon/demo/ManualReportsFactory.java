/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import io.forebay.handler.BatchHandlerFactory;
import io.forebay.handler.Handler;
import java.io.IOException;
import java.util.Map;

/** Makes the demo's handler of manual reports. Setting {@code folder}: where it keeps its count. */
public final class ManualReportsFactory implements BatchHandlerFactory {

  static final String NAME = "demo-manual-reports";

  /** For the service loader. */
  public ManualReportsFactory() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Handler create(Map<String, String> settings) throws IOException {
    return new ManualReportsHandler(
        ReportCount.load(DemoFolder.reportsFile(FlightDelaysFactory.folder(settings))));
  }
}
