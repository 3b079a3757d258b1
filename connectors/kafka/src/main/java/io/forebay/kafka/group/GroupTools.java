/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.group;

import io.forebay.kafka.partition.OwnedPartition;
import io.forebay.kafka.progress.CommitQueue;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;

/**
 * What the poller and those who ask something of it share.
 *
 * @param options the group and its topic
 * @param admin answers questions without the consumer
 * @param commits commits on their way
 * @param bell wakes the poller
 * @param ours assigned partitions that may be read, by shard; a concurrent map, written by the
 *     poller
 * @param held while true, readers hand out nothing; written by the poller
 */
record GroupTools(
    GroupOptions options,
    Admin admin,
    CommitQueue commits,
    Bell bell,
    Map<String, OwnedPartition> ours,
    AtomicBoolean held) {}
