/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.daemon.reload;

import io.forebay.config.HttpSettings;

/**
 * The settings of the admin port as they are now: the reload thread replaces them, any thread reads
 * them. Its job is to hand them over, hence the volatile field.
 */
public final class HttpInForce {

  private volatile HttpSettings settings;

  /** At first these. */
  public HttpInForce(HttpSettings first) {
    settings = first;
  }

  /** The settings in force. */
  public HttpSettings get() {
    return settings;
  }

  void set(HttpSettings now) {
    settings = now;
  }
}
