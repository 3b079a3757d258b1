/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.engine.dispatch;

import io.forebay.handler.Batch;
import java.util.UUID;

/**
 * What is called and under which name: the part of an invocation that never changes.
 *
 * @param mapping the mapping's name
 * @param batch the records
 * @param id the invocation's id
 * @param attempt which attempt, from 1
 * @param timeoutNanos how long it may take
 */
public record Call(String mapping, Batch batch, UUID id, int attempt, long timeoutNanos) {}
