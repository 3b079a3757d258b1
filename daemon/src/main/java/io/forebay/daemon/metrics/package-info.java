/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Metrics: the engine's own meters as Prometheus sees them.
 *
 * <p>In: meter snapshots and mapping statuses. Out: metric families, and the table in
 * docs/metrics.md. Thread: admin. Rule: mapped at scrape time; metric names are API.
 */
@NullMarked
package io.forebay.daemon.metrics;

import org.jspecify.annotations.NullMarked;
