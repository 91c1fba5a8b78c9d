package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// BoringSSL and the JDK trust the same servers, and carry the same bytes.
@Timeout(120)
class TrustTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  static final List<String> SPEAKERS = List.of("BoringSSL", "JDK");
  @TempDir
  static Path folder;
  private static Path keys = Path.of("");

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = TlsServer.keys(folder);
    assertThat(Conscrypt.isAvailable()).as("BoringSSL on this machine").isTrue();
  }

  private static Pipes pipes(String speaker) {
    return speaker.equals("JDK") ? Pipes.NONE : new Pipes(1000);
  }

  private static @Nullable Path ours() {
    return folder.resolve("ca.pem");
  }

  private static ThinHttp client(Pipes pipes, @Nullable Path caFile) {
    return new ThinHttp(InetAddress::getAllByName, () -> Trust.of(caFile, pipes));
  }

  private static String said(Http client, URI base, String body) throws Exception {
    Http.Ask ask = new Http.Ask(new Site(base.resolve("/v1/echo"), Map.of()), Map.of(), body, Http.Receiver.WHOLE);
    return new String(client.send(ask, LONG).body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @FieldSource("SPEAKERS")
  void answersOfAllSizesComeThroughEachVersion(String speaker) throws Exception {
    for (String version : new String[]{"TLSv1.2", "TLSv1.3"}) {
      try (TlsServer server = new TlsServer(keys, false, version); ThinHttp client = client(pipes(speaker), ours())) {
        for (int length : new int[]{1, 3_900, 4_096, 16_383, 16_384, 16_385, 40_000, 1_000_000}) {
          String body = "0123456789".repeat(length / 10 + 1).substring(0, length);
          assertThat(said(client, server.base(), body)).as(version + " " + length)
              .isEqualTo("HTTP/1.1 null " + body);
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("SPEAKERS")
  void aServerNobodyVouchesForIsRefusedByEachVersion(String speaker) throws Exception {
    for (String version : new String[]{"TLSv1.2", "TLSv1.3"}) {
      try (TlsServer server = new TlsServer(keys, false, version); ThinHttp client = client(pipes(speaker), null)) {
        assertThatThrownBy(() -> said(client, server.base(), "{}")).as(version)
            .isInstanceOf(SSLHandshakeException.class).hasMessageContaining("unable to find valid certification path");
      }
    }
  }

  @ParameterizedTest
  @FieldSource("SPEAKERS")
  void aCertificateOfAnotherHostIsRefusedByEachVersion(String speaker) throws Exception {
    for (String version : new String[]{"TLSv1.2", "TLSv1.3"}) {
      try (TlsServer server = new TlsServer(keys, false, version); ThinHttp client = client(pipes(speaker), ours())) {
        URI named = URI.create(server.base().toString().replace("127.0.0.1", "localhost"));
        assertThatThrownBy(() -> said(client, named, "{}")).as(version).isInstanceOf(SSLHandshakeException.class)
            .hasMessageContaining("localhost");
      }
    }
  }

  @ParameterizedTest
  @FieldSource("SPEAKERS")
  void anOldVersionIsNotSpoken(String speaker) throws Exception {
    try (SocketChannel unconnected = SocketChannel.open();
        TlsLink link = link(Trust.of(ours(), pipes(speaker)), unconnected)) {
      assertThat(link.engine().getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
      assertThat(link.engine().getEnabledCipherSuites())
          .noneMatch(suite -> suite.contains("RC4") || suite.contains("3DES") || suite.contains("NULL_")
              || suite.contains("anon") || suite.contains("EXPORT"))
          .isSubsetOf(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
    }
  }

  @Test
  void whatCannotHaveBoringSslHasTheJdkAndGivesThePipeBack() throws Exception {
    Pipes one = new Pipes(6);
    SSLContext notBoringSsl = SSLContext.getDefault();
    try (SocketChannel channel = SocketChannel.open();
        TlsLink link = link(new Trust(notBoringSsl, SSLContext.getDefault(), one), channel)) {
      assertThat(Conscrypt.isConscrypt(link.engine())).isFalse();
      assertThat(one.take()).isTrue();
    }
  }

  @ParameterizedTest
  @FieldSource("SPEAKERS")
  void anAnswerCutByOurOwnCloseIsNotTakenForWhole(String speaker) throws Exception {
    try (TlsServer server = new TlsServer(keys, false); SocketChannel channel = SocketChannel.open()) {
      channel.connect(new InetSocketAddress(server.base().getHost(), server.base().getPort()));
      TlsLink link = link(Trust.of(ours(), pipes(speaker)), channel);
      link.handshake();
      link.write(StandardCharsets.US_ASCII.encode("GET /v1/large HTTP/1.0\r\n\r\n"));
      ByteBuffer some = ByteBuffer.allocate(16 << 10);
      while (!link.pending()) {
        assertThat(link.read(some.clear())).isPositive();
      }
      link.close();
      channel.close();
      assertThatThrownBy(() -> readToEnd(link)).isInstanceOf(IOException.class);
    }
  }

  private static void readToEnd(TlsLink link) throws IOException {
    ByteBuffer some = ByteBuffer.allocate(64 << 10);
    while (link.read(some.clear()) >= 0) {
      assertThat(some.position()).isPositive();
    }
  }

  @Test
  void aServerWhoseKeyBoringSslDoesNotKnowIsSpokenToByTheJdk(@TempDir Path other) throws Exception {
    Path large = TlsServer.keys(other, "secp521r1");
    Pipes pipes = new Pipes(1000);
    try (TlsServer server = new TlsServer(large, false); ThinHttp client = client(pipes, other.resolve("ca.pem"))) {
      assertThat(said(client, server.base(), "one")).endsWith("one");
      assertThat(said(client, server.base(), "two")).endsWith("two");
    }
  }

  @Test
  void whatTheJdkRefusedIsNotTriedAgain() throws Exception {
    Trust trust = Trust.of(ours(), new Pipes(1000));
    Site.Origin origin = new Site.Origin("127.0.0.1", 443, true);
    SSLHandshakeException refused = new SSLHandshakeException("refused");
    refused.initCause(new CertificateException("nobody vouches for it"));
    assertThat(trust.leftToJdk(origin, refused)).isFalse();
    SSLHandshakeException nothingInCommon = new SSLHandshakeException("HANDSHAKE_FAILURE");
    assertThat(trust.leftToJdk(origin, nothingInCommon)).isTrue();
    try (SocketChannel channel = SocketChannel.open(); TlsLink link = link(trust, channel)) {
      assertThat(Conscrypt.isConscrypt(link.engine())).isFalse();
    }
    trust.notLeftToJdk(origin);
    try (SocketChannel channel = SocketChannel.open(); TlsLink link = link(trust, channel)) {
      assertThat(Conscrypt.isConscrypt(link.engine())).isTrue();
    }
  }

  private static TlsLink link(Trust trust, SocketChannel channel) throws IOException {
    return trust.link(channel, new Site.Origin("127.0.0.1", 443, true), 0);
  }

  /// Stages of a connection at which it may be over.
  private enum Stage {
    MADE, BEGUN, SPOKEN
  }

  static final List<Stage> STAGES = List.of(Stage.values());

  @ParameterizedTest
  @FieldSource("STAGES")
  void whateverStageItIsAtAClosedConnectionIsFreedAndGivesItsPipeBackOnce(Stage stage) throws Exception {
    Pipes one = new Pipes(6);
    Trust trust = Trust.of(ours(), one);
    try (TlsServer server = new TlsServer(keys, false); SocketChannel channel = SocketChannel.open()) {
      channel.connect(new InetSocketAddress(server.base().getHost(), server.base().getPort()));
      TlsLink link = link(trust, channel);
      assertThat(one.take()).isFalse();
      switch (stage) {
        case MADE -> assertThat(Conscrypt.isConscrypt(link.engine())).isTrue();
        case BEGUN -> link.engine().beginHandshake();
        case SPOKEN -> link.handshake();
      }
      link.close();
      link.close();
      assertThat(link.engine().isInboundDone()).isTrue();
      assertThat(link.engine().isOutboundDone()).isTrue();
      assertThat(one.take()).isTrue();
      assertThat(one.take()).isFalse();
    }
  }

  @Test
  void aClientGivesThePipesOfItsConnectionsBack() throws Exception {
    Pipes one = new Pipes(6);
    try (TlsServer server = new TlsServer(keys, false)) {
      try (ThinHttp client = client(one, ours())) {
        said(client, server.base(), "{}");
        assertThat(one.take()).isFalse();
      }
      assertThat(one.take()).isTrue();
      one.give();
      try (ThinHttp stranger = client(one, null)) {
        assertThatThrownBy(() -> said(stranger, server.base(), "{}")).isInstanceOf(SSLException.class);
        assertThat(one.take()).isTrue();
      }
    }
  }

  @Test
  void whatIsClosedLeavesNoDescriptorOpen() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.isReadable(descriptors), "the system lists the open files of a process");
    Trust trust = Trust.of(ours(), new Pipes(1000));
    try (SocketChannel channel = SocketChannel.open()) {
      link(trust, channel).close();
      long before = count(descriptors);
      List<TlsLink> links = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        links.add(link(trust, channel));
      }
      assertThat(count(descriptors)).isGreaterThan(before + 150);
      links.forEach(TlsLink::close);
      assertThat(count(descriptors)).isLessThan(before + 50);
    }
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void connectionsWithoutAPipeAreTheJdks() throws Exception {
    Trust trust = Trust.of(ours(), new Pipes(6));
    try (SocketChannel channel = SocketChannel.open();
        TlsLink first = link(trust, channel);
        TlsLink second = link(trust, channel)) {
      assertThat(Stream.of(first, second).map(link -> Conscrypt.isConscrypt(link.engine()))).containsExactly(true,
          false);
    }
  }

  @Test
  void aLinkClosedByAnotherThreadSaysSo() throws Exception {
    for (String speaker : SPEAKERS) {
      try (TlsServer server = new TlsServer(keys, false); SocketChannel channel = SocketChannel.open()) {
        channel.connect(new InetSocketAddress(server.base().getHost(), server.base().getPort()));
        TlsLink link = link(Trust.of(ours(), pipes(speaker)), channel);
        link.handshake();
        link.close();
        assertThatThrownBy(() -> link.write(StandardCharsets.US_ASCII.encode("GET / HTTP/1.0\r\n\r\n"))).as(speaker)
            .isInstanceOf(IOException.class).isNotInstanceOf(SSLException.class);
      }
    }
  }
}
