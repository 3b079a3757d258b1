/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import java.util.Locale;

/** The ways a client can talk to a {@link KafkaServer}. {@link #PLAINTEXT} is always there. */
public enum Listener {
  /** Neither encrypted nor authenticated. */
  PLAINTEXT("PLAINTEXT"),
  /** Encrypted; the client is not asked who it is. */
  TLS("SSL"),
  /** Encrypted; the client must show a certificate of the server's authority. */
  MUTUAL_TLS("SSL"),
  /** Not encrypted; user and password by PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512. */
  SASL_PLAINTEXT("SASL_PLAINTEXT"),
  /** Encrypted; user and password by PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512. */
  SASL_TLS("SASL_SSL");

  private final String protocol;

  Listener(String protocol) {
    this.protocol = protocol;
  }

  /** Kafka's name for it: a client's {@code security.protocol}. */
  public String protocol() {
    return protocol;
  }

  boolean encrypts() {
    return protocol.endsWith("SSL");
  }

  boolean asksForPassword() {
    return protocol.startsWith("SASL");
  }

  /** What the broker's settings for this listener alone begin with. */
  String prefix() {
    return "listener.name." + name().toLowerCase(Locale.ROOT) + ".";
  }
}
