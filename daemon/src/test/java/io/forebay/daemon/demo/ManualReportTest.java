/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualReportTest {

  private final FlightReader reader = new FlightReader();

  @Test
  void shouldHaveSixMalformedOnesEachWrongInItsOwnWay() throws IOException {
    List<String> complaints = new ArrayList<>();
    for (ManualReport report : ManualReport.all(FlightData.load())) {
      if (!report.wellFormed()) {
        assertThatThrownBy(() -> reader.read(report.data()))
            .isInstanceOfSatisfying(
                MalformedFlightException.class, e -> complaints.add(e.getMessage()));
      }
    }

    assertThat(complaints).hasSize(6).doesNotHaveDuplicates();
    assertThat(complaints.get(0)).startsWith("not JSON: Unexpected end-of-input");
    assertThat(complaints.get(1)).isEqualTo("field 'delay' is missing");
    assertThat(complaints.get(2)).isEqualTo("field 'delay' should be a whole number, not a text");
    assertThat(complaints.get(3)).startsWith("not JSON: Invalid UTF-8");
    assertThat(complaints.get(4)).isEqualTo("the record is empty");
    assertThat(complaints.get(5)).isEqualTo("a JSON object was expected, not an array");
  }

  @Test
  void shouldBeReadableWhereItIsWellFormed() throws Exception {
    List<ManualReport> reports = ManualReport.all(FlightData.load());

    assertThat(reports).hasSize(ManualReport.COUNT);
    for (int i = 0; i < reports.size(); i++) {
      if (reports.get(i).wellFormed()) {
        NumberedFlight read = reader.read(reports.get(i).data());
        assertThat(read.number()).isEqualTo(i);
        assertThat(read.flight().origin()).isEqualTo(reports.get(i).key());
      }
    }
    assertThat(ManualReport.malformed(reports)).isEqualTo(6);
  }
}
