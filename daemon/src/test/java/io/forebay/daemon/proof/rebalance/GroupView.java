/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.proof.rebalance;

import static java.util.stream.Collectors.toMap;

import io.forebay.daemon.proof.Until;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** A consumer group and its topic, as the broker sees them. */
final class GroupView implements AutoCloseable {

  private final Admin admin;
  private final String group;
  private final String topic;
  private final int partitions;

  GroupView(String bootstrapServers, String group, String topic, int partitions) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.group = group;
    this.topic = topic;
    this.partitions = partitions;
  }

  /** After how long the broker takes a silent member for dead, under the consumer protocol. */
  void sessionTimeout(long millis) throws Exception {
    ConfigEntry entry = new ConfigEntry("consumer.session.timeout.ms", Long.toString(millis));
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    AlterConfigOp set = new AlterConfigOp(entry, AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
  }

  /** Waits until so many members share the partitions out evenly and nothing moves. */
  void awaitBalance(int members) throws Exception {
    Until.holds(members + " members share " + topic, () -> isBalanced(members));
  }

  /** The members' ids, and the epoch or generation where the protocol tells one. */
  Set<String> membership() throws Exception {
    ConsumerGroupDescription now = describe();
    Set<String> all = new HashSet<>(Set.of("epoch " + now.groupEpoch()));
    now.members().forEach(each -> all.add(each.consumerId() + " " + owned(each)));
    return all;
  }

  /** How many members there are. */
  int members() throws Exception {
    return describe().members().size();
  }

  /** The next offset to read of each partition's shard, as committed. */
  Map<String, Long> committed() throws Exception {
    Map<String, Long> offsets = new HashMap<>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach((partition, commit) -> offsets.put(partition.toString(), commit.offset()));
    return offsets;
  }

  /** Waits until all there is in the topic now is committed as read. */
  void awaitAllCommitted() throws Exception {
    Map<String, Long> ends = ends();
    Until.holds(
        "all of " + topic + " is committed",
        () -> {
          Map<String, Long> committed = committed();
          return ends.entrySet().stream()
              .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
        });
  }

  @Override
  public void close() {
    admin.close();
  }

  private boolean isBalanced(int members) throws Exception {
    try {
      ConsumerGroupDescription now = describe();
      Collection<MemberDescription> all = now.members();
      return now.groupState() == GroupState.STABLE
          && all.size() == members
          && all.stream().allMatch(each -> owned(each).size() >= partitions / members)
          && all.stream().mapToInt(each -> owned(each).size()).sum() == partitions;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return false; // nobody has joined yet
      }
      throw e;
    }
  }

  private ConsumerGroupDescription describe() throws Exception {
    return admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get();
  }

  private static Set<TopicPartition> owned(MemberDescription member) {
    return member.assignment().topicPartitions();
  }

  private Map<String, Long> ends() throws Exception {
    List<TopicPartition> all = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      all.add(new TopicPartition(topic, i));
    }
    return admin
        .listOffsets(all.stream().collect(toMap(one -> one, one -> OffsetSpec.latest())))
        .all()
        .get()
        .entrySet()
        .stream()
        .collect(toMap(each -> each.getKey().toString(), each -> each.getValue().offset()));
  }
}
