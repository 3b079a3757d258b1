/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnitTest {

  @Test
  void shouldReadWhatItWrites() {
    for (List<Unit> units : List.of(Unit.DURATION, Unit.SIZE)) {
      for (long value :
          new long[] {1, 500, 1_000, 1_024, 60_000, 3_600_000, 1 << 20, 604_800_000}) {
        String text = Unit.render(units, value);
        assertThat(Unit.parse(units, text)).as(text).hasValue(value);
        assertThat(text).matches(Unit.pattern(units));
      }
    }
    assertThat(Unit.render(Unit.DURATION, 604_800_000)).isEqualTo("7d");
    assertThat(Unit.render(Unit.SIZE, 6 << 20)).isEqualTo("6MiB");
  }

  @Test
  void shouldRefuseWhatIsNoQuantity() {
    for (String text : List.of("", "s", "5", "-5s", "5 sec", "1.5h", "5S", "PT5S", "5s5s")) {
      assertThat(Unit.parse(Unit.DURATION, text)).as(text).isEmpty();
    }
    assertThat(Unit.parse(Unit.SIZE, "6MB")).isEmpty();
    assertThat(Unit.parse(Unit.SIZE, "6 MiB")).hasValue(6 << 20);
  }

  @Test
  void shouldNotOverflow() {
    assertThat(Unit.parse(Unit.DURATION, "999999999999999999d")).hasValue(Long.MAX_VALUE);
    assertThat(Unit.parse(Unit.SIZE, "99999999999999999999999B")).hasValue(Long.MAX_VALUE);
  }
}
