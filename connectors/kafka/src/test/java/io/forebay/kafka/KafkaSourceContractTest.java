/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka;

import io.forebay.servers.KafkaServer;
import io.forebay.source.contract.SourceContract;
import io.forebay.source.contract.SourceUnderTest;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("servers")
class KafkaSourceContractTest implements SourceContract {

  @Override
  public SourceUnderTest create(int shards) {
    return new TestTopic(KafkaServer.shared(), shards, Map.of());
  }
}
