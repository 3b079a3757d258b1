/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.kafka.client;

import io.forebay.source.SourceException;
import io.forebay.source.SourceException.Kind;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Says in a sentence what an exception of the Kafka client means, and of what kind it is. Threads:
 * any; immutable.
 */
public final class ClientFaults {

  private final String servers;
  private final String topic;

  /** For clients of this topic. */
  public ClientFaults(ClientSettings settings, String topic) {
    this.servers = settings.servers();
    this.topic = topic;
  }

  /** What this exception, or the one it wraps, means. */
  public SourceException of(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof SourceException known) {
      return known;
    }
    if (cause instanceof AuthenticationException) {
      return unauthenticated(cause);
    }
    if (cause instanceof AuthorizationException) {
      return unauthorized(cause);
    }
    if (cause instanceof UnknownTopicOrPartitionException
        || cause instanceof UnknownTopicIdException) {
      return noTopic();
    }
    if (cause instanceof ThrottlingQuotaExceededException) {
      return of(Kind.THROTTLED, servers + " asks for patience: a quota is used up", cause);
    }
    if (cause instanceof RecordTooLargeException) {
      return of(
          Kind.UNAVAILABLE,
          "a record is too large for topic '"
              + topic
              + "' on "
              + servers
              + ": raise its max.message.bytes, and the property max.request.size ("
              + cause.getMessage()
              + ")",
          cause);
    }
    return misconfigured(cause);
  }

  /** The topic is not there. */
  public SourceException noTopic() {
    return new SourceException(
        Kind.UNAVAILABLE,
        "topic '"
            + topic
            + "' does not exist on "
            + servers
            + ": create it, or correct the setting; it is looked for again from time to time");
  }

  /** Nobody answers. */
  public SourceException noAnswer(Throwable cause) {
    return of(
        Kind.UNAVAILABLE,
        "Kafka does not answer at "
            + servers
            + " ("
            + said(cause)
            + "): start it, or correct bootstrapServers; a listener with TLS or SASL answers only"
            + " if the property security.protocol says so",
        cause);
  }

  private SourceException misconfigured(Throwable cause) {
    if (cause instanceof InvalidTopicException) {
      return of(Kind.MISCONFIGURED, "'" + topic + "' can't be a topic's name: correct it", cause);
    }
    if (cause instanceof InvalidGroupIdException) {
      return of(Kind.MISCONFIGURED, "the setting 'group' is no valid group: correct it", cause);
    }
    if (cause instanceof UnsupportedVersionException) {
      return of(
          Kind.MISCONFIGURED,
          "the brokers at "
              + servers
              + " are too old for what is asked of them ("
              + said(cause)
              + "): with brokers before 4.0 set groupProtocol: classic",
          cause);
    }
    if (cause instanceof InconsistentGroupProtocolException) {
      return of(
          Kind.UNAVAILABLE,
          "the group on "
              + servers
              + " has members with another assignor or protocol: give this mapping a group of its"
              + " own, or the same groupProtocol and partition.assignment.strategy",
          cause);
    }
    Throwable root = root(cause);
    if (root instanceof ConfigException || root instanceof IllegalArgumentException) {
      return config(root);
    }
    if (said(cause).startsWith("Failed to c")) { // "... create" or "... construct" a client
      return of(
          Kind.MISCONFIGURED,
          "no Kafka client can be made of the properties: "
              + said(innermostOfKafka(cause))
              + " ("
              + root
              + ")",
          cause);
    }
    if (cause instanceof TimeoutException || cause instanceof RetriableException) {
      return noAnswer(cause);
    }
    return of(
        Kind.UNAVAILABLE, "Kafka at " + servers + " can't be used now: " + said(cause), cause);
  }

  private SourceException config(Throwable root) {
    String said = said(root);
    if (said.contains("resolvable bootstrap")) {
      return of(
          Kind.UNAVAILABLE,
          "no host of '"
              + servers
              + "' is known to the name service: correct bootstrapServers,"
              + " or the name service",
          root);
    }
    if (said.toLowerCase(Locale.ROOT).contains("jaas") || said.contains("sasl.jaas")) {
      // without the cause: it may quote what was given, and that is a password
      return new SourceException(
          Kind.MISCONFIGURED,
          "the property sasl.jaas.config can't be used: it must read like"
              + " org.apache.kafka.common.security.scram.ScramLoginModule required"
              + " username=\"...\" password=\"...\";");
    }
    return of(Kind.MISCONFIGURED, "the Kafka client's properties make no sense: " + said, root);
  }

  private SourceException unauthenticated(Throwable cause) {
    if (cause instanceof SslAuthenticationException) {
      return of(Kind.UNAUTHENTICATED, tls(said(root(cause))), cause);
    }
    if (cause instanceof UnsupportedSaslMechanismException) {
      return of(
          Kind.UNAUTHENTICATED,
          servers
              + " does not offer the mechanism we ask for: set the property sasl.mechanism ("
              + said(cause)
              + ")",
          cause);
    }
    return of(
        Kind.UNAUTHENTICATED,
        servers
            + " does not accept our credentials: correct the user and password in"
            + " sasl.jaas.config ("
            + said(cause)
            + ")",
        cause);
  }

  /** Words that nobody takes for a wrong password. */
  private String tls(String said) {
    String prefix = "no TLS connection to " + servers + ": ";
    String suffix = " (" + said + "); user and password were not looked at yet";
    if (said.contains("PKIX") || said.contains("certification path")) {
      return prefix
          + "its certificate is not signed by anyone we trust: correct ssl.truststore.location"
          + suffix;
    }
    if (said.contains("No subject alternative") || said.contains("No name matching")) {
      return prefix
          + "its certificate is for another host: use the name that is in it, or set"
          + " ssl.endpoint.identification.algorithm to nothing"
          + suffix;
    }
    if (said.contains("Unsupported or unrecognized SSL message")) {
      return prefix + "what listens there does not speak TLS: correct security.protocol" + suffix;
    }
    if (said.contains("certificate_required") || said.contains("bad_certificate")) {
      return prefix
          + "it wants a certificate of ours and does not accept the one it got: correct"
          + " ssl.keystore.location"
          + suffix;
    }
    return prefix + "the handshake failed" + suffix;
  }

  private SourceException unauthorized(Throwable cause) {
    if (cause instanceof TopicAuthorizationException) {
      return of(
          Kind.UNAUTHORIZED,
          "we are not permitted to use topic '"
              + topic
              + "' on "
              + servers
              + ": give our user DESCRIBE, and READ to read it or WRITE to write it",
          cause);
    }
    if (cause instanceof GroupAuthorizationException group) {
      return of(
          Kind.UNAUTHORIZED,
          "we are not permitted to use group '"
              + group.groupId()
              + "' on "
              + servers
              + ": give our user READ on it",
          cause);
    }
    return of(
        Kind.UNAUTHORIZED, "we are not permitted to use " + servers + ": " + said(cause), cause);
  }

  private static SourceException of(Kind kind, String sentence, Throwable cause) {
    return new SourceException(kind, sentence, cause);
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable at = thrown;
    while (at.getCause() != null
        && (at instanceof ExecutionException || at instanceof CompletionException)) {
      at = at.getCause();
    }
    // A client that can't be made wraps the reason once more.
    return at.getCause() instanceof AuthenticationException inner ? inner : at;
  }

  private static Throwable root(Throwable thrown) {
    Throwable at = thrown;
    for (int depth = 0; at.getCause() != null && depth < 20; depth++) {
      at = at.getCause();
    }
    return at;
  }

  private static Throwable innermostOfKafka(Throwable thrown) {
    Throwable at = thrown;
    while (at.getCause() instanceof KafkaException inner) {
      at = inner;
    }
    return at;
  }

  private static String said(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message.strip();
  }
}
