/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.daemon.json.Json;
import io.forebay.daemon.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TablesTest {

  private static final String ORDERS =
      """
      "name":"orders","state":"Enabled","reason":"USER_INITIATED","lastProcessingResult":"OK",
      "problem":"","source":"chronicle","handler":"order-printer","shardCount":2,"stuckShards":1,
      "open":8192,"inFlight":2,"waiting":1,"lag":1234567,"iteratorAgeMillis":3725000,
      "checkpointAgeMillis":120""";

  private static final String MAILS =
      """
      "name":"mails-of-a-department-with-a-very-long-name-that-goes-on-and-on","state":"Disabled",
      "reason":"FUNCTION_CONFIG_NOT_VALID: handler 'mails' (plug-in mails.jar) can't be made: class \
      com.example.Mails is missing","lastProcessingResult":"No records processed",
      "problem":"","source":"chronicle","handler":"mails","shardCount":0,"stuckShards":0,
      "open":0,"inFlight":0,"waiting":0,"lag":null,"iteratorAgeMillis":0,"checkpointAgeMillis":0""";

  @Test
  void shouldListMappingsWithinAHundredColumns() throws IOException {
    String list = MappingTable.list(json("{\"mappings\":[{" + ORDERS + "},{" + MAILS + "}]}"));

    assertThat(list)
        .isEqualTo(
            """
            MAPPING           STATE     SOURCE     SHARDS   OPEN  IN FLIGHT  RETRYING        LAG    AGE  UNSAVED
            orders            Enabled   chronicle       2  8,192          2         1  1,234,567  1h 2m    120ms
            mails-of…-and-on  Disabled  chronicle       0      0          0         0          -    0ms      0ms
            orders: 1 shard is stuck; see: forebay mappings show orders
            mails-of-a-department-with-a-very-long-name-that-goes-on-and-on: Disabled,
                FUNCTION_CONFIG_NOT_VALID: handler 'mails' (plug-in mails.jar) can't be made: class
                com.example.Mails is missing
            """);
    assertThat(list.lines()).allMatch(line -> line.length() <= Table.WIDTH);
  }

  @Test
  void shouldShowAMappingWithItsShards() throws IOException {
    String shards =
        """
        ,"settings":{"enabled":true,"batchSize":100,"timeout":"1m"},"shards":[
        {"shard":"0","reached":"123456","open":8192,"inFlight":1,"waiting":0,"lag":1234567,
         "iteratorAgeMillis":3725000,"checkpointAgeMillis":120,"ended":false,"problem":"",
         "waitsFor":{"what":"RETRY","since":null,"until":null,"detail":"it threw",
         "text":"the next attempt, at 2027-01-15T08:00:05Z: IllegalStateException: the order has no \
        customer"},"stuck":true,"standingSeconds":372},
        {"shard":"1","reached":"","open":0,"inFlight":0,"waiting":0,"lag":null,
         "iteratorAgeMillis":0,"checkpointAgeMillis":0,"ended":true,"problem":"is damaged",
         "waitsFor":{"what":"NOTHING","since":null,"until":null,"detail":"","text":"nothing"},
         "stuck":false,"standingSeconds":0}]""";

    assertThat(MappingTable.page(json("{" + ORDERS + shards + "}")))
        .isEqualTo(
            """
            orders: Enabled
              source                    chronicle
              handler                   order-printer
              last result               OK
              enabled                   true
              batchSize                 100
              timeout                   1m

            SHARD  REACHED   OPEN  IN FLIGHT  RETRYING        LAG    AGE  UNSAVED  WAITS FOR
            0      123456   8,192          1         0  1,234,567  1h 2m    120ms  retry (stuck)
            1      -            0          0         0          -    0ms      0ms  ended
            shard 0 has not moved for 6m 12s and waits for the next attempt, at 2027-01-15T08:00:05Z:
                IllegalStateException: the order has no customer
            shard 1: is damaged
            """);
  }

  @Test
  void shouldTellWhatAReloadHasDone() throws IOException {
    String answer =
        """
        {"mappings":[
        {"name":"a","change":"changed","fields":["batchSize","source.path"],"state":"Enabled",
         "done":true,"problem":""},
        {"name":"b","change":"removed","fields":[],"state":"","done":true,"problem":""}],
        "restartNeeded":["engine.drainTimeout"],"warnings":["plug-in x.jar does not load"]}""";

    assertThat(ReloadCommand.text(json(answer)))
        .isEqualTo(
            """
            MAPPING  CHANGE   STATE    FIELDS
            a        changed  Enabled  batchSize, source.path
            b        removed  -
            needs a restart of the daemon, and stays as it is until then: engine.drainTimeout
            warning: plug-in x.jar does not load
            """);
  }

  @Test
  void shouldWriteAgesInTwoUnits() {
    assertThat(Figures.age(999)).isEqualTo("999ms");
    assertThat(Figures.age(59_999)).isEqualTo("59s");
    assertThat(Figures.age(120_000)).isEqualTo("2m");
    assertThat(Figures.age(3_599_000)).isEqualTo("59m 59s");
    assertThat(Figures.age(90_000_000)).isEqualTo("1d 1h");
  }

  private static JsonObject json(String text) throws IOException {
    return Json.readObject(text.getBytes(StandardCharsets.UTF_8));
  }
}
