/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.kafka;

import io.forebay.checkpoint.Checkpoint;
import io.forebay.checkpoint.SettledMap;
import io.forebay.checkpoint.ShardKey;
import io.forebay.daemon.proof.Lives;
import io.forebay.servers.KafkaServer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a consumer group has committed, as the broker tells it to anybody: the offset to go on from,
 * and in its metadata, a word among words separated by colons, what is settled above it.
 */
public final class GroupCheckpoints implements Lives.Stored, AutoCloseable {

  private static final int MAP = 3;

  private final Admin admin;
  private final String group;

  /** Of this group. */
  public GroupCheckpoints(KafkaServer server, String group) {
    this.group = group;
    admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers()));
  }

  @Override
  public Map<String, Checkpoint> load(String mapping) throws Exception {
    Map<String, Checkpoint> checkpoints = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group).get();
    committed.forEach(
        (partition, commit) -> {
          ShardKey shard = new ShardKey(mapping, partition.topic() + "-" + partition.partition());
          String reached = Long.toString(commit.offset() - 1);
          checkpoints.put(
              shard.shard(), new Checkpoint(shard, 0, reached, map(commit.metadata()), false));
        });
    return checkpoints;
  }

  @Override
  public void close() {
    admin.close();
  }

  private static SettledMap map(String metadata) {
    String[] words = metadata.split(":");
    return words.length <= MAP
        ? SettledMap.EMPTY
        : SettledMap.decode(Base64.getUrlDecoder().decode(words[MAP])).orElseThrow();
  }
}
