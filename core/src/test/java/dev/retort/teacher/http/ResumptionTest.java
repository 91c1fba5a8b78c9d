package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
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
  void eachPlaceHasTicketsOfItsOwn() throws Exception {
    for (Pipes pipes : List.of(new Pipes(1000), Pipes.NONE)) {
      try (TlsServer server = new TlsServer(keys, false)) {
        Trust trust = Trust.of(folder.resolve("ca.pem"), pipes);
        String first = session(trust, server, 0);
        untilTheNextMillisecond();
        String elsewhere = session(trust, server, 1);
        assertThat(elsewhere).isNotEqualTo(first);
        assertThat(session(trust, server, 0)).isEqualTo(first);
        assertThat(session(trust, server, 1)).isEqualTo(elsewhere);
      }
    }
  }

  private static String session(Trust trust, TlsServer server, int place) throws Exception {
    URI uri = server.base();
    try (SocketChannel channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
        TlsLink link = trust.link(channel, new Site.Origin(uri.getHost(), uri.getPort(), true), place)) {
      link.handshake();
      link.write(StandardCharsets.US_ASCII.encode("GET /v1/session HTTP/1.0\r\n\r\n"));
      ByteBuffer answer = ByteBuffer.allocate(1000);
      while (link.read(answer) >= 0) {
        assertThat(answer.hasRemaining()).isTrue();
      }
      String text = StandardCharsets.US_ASCII.decode(answer.flip()).toString();
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
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
