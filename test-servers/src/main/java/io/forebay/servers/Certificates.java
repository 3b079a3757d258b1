/* SPDX-License-Identifier: Apache-2.0 */
package io.forebay.servers;

import io.forebay.servers.run.ServerFolder;
import io.forebay.servers.run.Waiting;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.SslConfigs;

/**
 * A certificate authority of a broker's own, with the certificates of the broker and of one client,
 * as PKCS12 files in the broker's folder: {@code server.p12}, {@code client.p12}, {@code
 * trust.p12}.
 */
final class Certificates {
  private static final String PASSWORD = "forebay-test";

  private final ServerFolder folder;

  private Certificates(ServerFolder folder) {
    this.folder = folder;
  }

  /**
   * Makes them with the JDK's keytool.
   *
   * @param host what clients call the broker, beside localhost and 127.0.0.1
   */
  static Certificates make(ServerFolder folder, String host) {
    Certificates made = new Certificates(folder);
    made.pair("authority.p12", "-dname", "CN=forebay test authority", "-ext", "bc:c");
    made.keytool("-exportcert -rfc -keystore authority.p12 -alias key -file authority.pem");
    made.keytool("-importcert -noprompt -keystore trust.p12 -alias authority -file authority.pem");
    made.signed("server", "san=dns:localhost,ip:127.0.0.1" + alternative(host));
    made.signed("client", "eku=clientAuth");
    return made;
  }

  private static String alternative(String host) {
    if (host.equals("localhost") || host.equals("127.0.0.1")) {
      return "";
    }
    return (Character.isDigit(host.charAt(0)) ? ",ip:" : ",dns:") + host;
  }

  private void pair(String store, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
    arguments.addAll(List.of("-validity", "2", "-keystore", store, "-alias", "key"));
    arguments.addAll(List.of(more));
    keytool(arguments);
  }

  private void signed(String who, String extension) {
    String store = who + ".p12";
    pair(store, "-dname", "CN=forebay test " + who);
    keytool("-certreq -keystore " + store + " -alias key -file " + who + ".csr");
    keytool(
        "-gencert -rfc -validity 2 -keystore authority.p12 -alias key -ext %s -infile %s.csr -outfile %s.pem"
            .formatted(extension, who, who));
    keytool("-importcert -noprompt -keystore " + store + " -alias authority -file authority.pem");
    keytool("-importcert -keystore " + store + " -alias key -file " + who + ".pem");
  }

  /** What the broker must set for these listeners, its files being in a folder. */
  List<String> brokerSettings(String files, Set<Listener> listeners) {
    List<String> lines = new ArrayList<>();
    for (Listener listener : listeners) {
      if (listener.encrypts()) {
        String prefix = listener.prefix();
        store("keystore", files + "/server.p12")
            .forEach((name, value) -> lines.add(prefix + name + "=" + value));
        store("truststore", files + "/trust.p12")
            .forEach((name, value) -> lines.add(prefix + name + "=" + value));
        lines.add(
            prefix + "ssl.client.auth=" + (listener == Listener.MUTUAL_TLS ? "required" : "none"));
      }
    }
    return lines;
  }

  /** The files that {@link #brokerSettings} speaks of. */
  List<Path> brokerFiles() {
    return List.of(folder.path().resolve("server.p12"), folder.path().resolve("trust.p12"));
  }

  /** What a client must set to use a listener. */
  Map<String, String> clientProperties(Listener listener) {
    Map<String, String> client = store("truststore", file("trust.p12"));
    if (listener == Listener.MUTUAL_TLS) {
      client.putAll(store("keystore", file("client.p12")));
      client.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, PASSWORD);
    }
    return client;
  }

  private static Map<String, String> store(String kind, String file) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("ssl." + kind + ".location", file);
    settings.put("ssl." + kind + ".password", PASSWORD);
    settings.put("ssl." + kind + ".type", "PKCS12");
    return settings;
  }

  private String file(String name) {
    return folder.path().resolve(name).toString();
  }

  private void keytool(String arguments) {
    keytool(List.of(arguments.split(" ")));
  }

  private void keytool(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-Duser.language=en"));
    command.addAll(arguments);
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.path().toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool " + arguments.get(0) + " failed: " + said);
      }
    } catch (IOException e) {
      throw new IllegalStateException("keytool can't be run: it comes with the JDK", e);
    } catch (InterruptedException e) {
      throw Waiting.interrupted(e);
    }
  }
}
