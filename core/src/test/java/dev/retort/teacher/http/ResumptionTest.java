package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that knows a client from an earlier connection is spared the proof, and nobody else is.
@Timeout(60)
class ResumptionTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  @TempDir
  static Path folder;
  private static Path keys = Path.of("");

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = TlsServer.keys(folder);
  }

  @Test
  void theNextConnectionResumesTheSessionOfTheLast() throws Exception {
    for (String version : new String[]{"TLSv1.2", "TLSv1.3"}) {
      try (TlsServer server = new TlsServer(keys, false, version); ModelServer client = client(server)) {
        Set<String> born = new HashSet<>();
        for (int i = 0; i < 5; i++) {
          born.add(session(client));
          untilTheNextMillisecond();
        }
        assertThat(born).as(version).hasSize(1);
      }
    }
  }

  @Test
  void anotherClientProvesEverythingAnew() throws Exception {
    try (TlsServer server = new TlsServer(keys, false);
        ModelServer one = client(server);
        ModelServer other = client(server)) {
      String first = session(one);
      untilTheNextMillisecond();
      assertThat(session(other)).isNotEqualTo(first);
    }
  }

  @Test
  void eachPlaceHasTicketsOfItsOwnForTheSameHost() throws Exception {
    Trust trust = Trust.of(folder.resolve("ca.pem"));
    Site.Origin origin = new Site.Origin("model.example", 443, true);
    assertThat(trust.engine(origin, 0).getPeerPort()).isEqualTo(443);
    assertThat(trust.engine(origin, 3).getPeerPort()).isNotEqualTo(443).isGreaterThan(65_535);
    assertThat(trust.engine(origin, 3).getPeerHost()).isEqualTo("model.example");
    assertThat(trust.engine(origin, 3).getSSLParameters().getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
  }

  private static String session(ModelServer client) throws InterruptedException {
    return client.post("/session", "{}", Map.of(), LONG).body();
  }

  /// Sessions are told apart by the millisecond of their birth.
  private static void untilTheNextMillisecond() {
    long end = System.nanoTime() + 2_000_000;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  private static ModelServer client(TlsServer server) {
    return new ModelServer("t", server::base, Headers.NONE, new Transport(null, null, folder.resolve("ca.pem")));
  }
}
