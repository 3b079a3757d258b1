/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import io.forebay.kafka.client.ClientFaults;
import io.forebay.kafka.client.ClientSettings;
import io.forebay.source.Shard;

/**
 * Which topic is read, by which group, how.
 *
 * @param client where the cluster is
 * @param topic the topic
 * @param group the consumer group
 * @param protocol {@code consumer} or {@code classic}
 * @param keepsProgress whether the group's offsets are the checkpoints; if not they only mirror
 *     them
 * @param mapping name of the mapping, for thread and client names
 */
public record GroupOptions(
    ClientSettings client,
    String topic,
    String group,
    String protocol,
    boolean keepsProgress,
    String mapping) {

  /** Says what exceptions of clients of this topic mean. */
  public ClientFaults faults() {
    return new ClientFaults(client, topic);
  }

  /** The shard that is this partition: {@code <topic>-<partition>} (rule 8.4). */
  public Shard shard(int partition) {
    return Shard.of(topic + "-" + partition);
  }
}
