package dev.retort.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.retort.UserError;
import dev.retort.row.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fetching from a hub, which here is a loopback server that redirects to another.
class HuggingFaceTest {
  private static final byte[] BODY = "hello\n".getBytes(StandardCharsets.UTF_8);
  private static final String HASH = HexFormat.of().formatHex(Row.sha256().digest(BODY));
  /// As `git hash-object` says.
  private static final String GIT_HASH = "ce013625030ba8dba906f756967f9e9ca394464a";
  private static final String DATA = "hf://datasets/owner/name/data/a b.jsonl";
  private static final String MODEL = "hf:owner/name@v2/m.gguf";

  @TempDir
  Path cache;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer hub;
  private HttpServer store;
  private @Nullable String named = HASH;
  private String location = "";
  private int status = 302;

  @BeforeEach
  void serve() throws IOException {
    hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    location = address(store) + "/blob?signature=s3cret";
    hub.createContext("/", exchange -> {
      if (named != null) {
        exchange.getResponseHeaders().set("X-Linked-ETag", '"' + named + '"');
      }
      exchange.getResponseHeaders().set("Location", location);
      answer("hub", exchange, status);
    });
    store.createContext("/", exchange -> {
      exchange.getResponseHeaders().set("ETag", '"' + HASH + '"');
      answer("store", exchange, 200);
    });
    hub.start();
    store.start();
  }

  @AfterEach
  void stop() {
    hub.stop(0);
    store.stop(0);
  }

  private void answer(String server, HttpExchange exchange, int code) throws IOException {
    asked.add("%s %s %s".formatted(server, exchange.getRequestURI().getRawPath(),
        exchange.getRequestHeaders().getFirst("Authorization")));
    try (exchange) {
      exchange.sendResponseHeaders(code, BODY.length);
      exchange.getResponseBody().write(BODY);
    }
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private HuggingFace withToken() {
    return HuggingFace.of(Map.of("RETORT_CACHE", cache.toString(), "HF_ENDPOINT", address(hub) + "/", "HF_TOKEN",
        " hf_secret\n"));
  }

  private HuggingFace open() {
    return HuggingFace.of(Map.of("RETORT_CACHE", cache.toString(), "HF_ENDPOINT", address(hub)));
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aFileIsFetchedOnceAndTheTokenStaysWithTheHub() throws IOException {
    Path data = withToken().fetch(DATA);
    assertThat(data).isEqualTo(cache.resolve("hf/datasets/owner/name/main/data/a b.jsonl")).hasBinaryContent(BODY);
    assertThat(withToken().fetch(DATA)).isEqualTo(data);
    assertThat(asked).containsExactly("hub /datasets/owner/name/resolve/main/data/a%20b.jsonl Bearer hf_secret",
        "store /blob null");
    Path model = open().fetch(MODEL);
    assertThat(model).isEqualTo(cache.resolve("hf/models/owner/name/v2/m.gguf")).hasBinaryContent(BODY);
    assertThat(asked).hasSize(4).contains("hub /owner/name/resolve/v2/m.gguf null");
    assertThat(kept()).containsExactlyInAnyOrder(data, model);
  }

  @Test
  void aWrongChecksumKeepsNothing() throws IOException {
    for (String wrong : List.of("0".repeat(64), "0".repeat(40))) {
      named = wrong;
      assertThatThrownBy(() -> open().fetch(MODEL)).isInstanceOf(UserError.class)
          .hasMessageContaining("wanted " + wrong).hasMessageContaining("Nothing was kept")
          .hasMessageNotContaining("s3cret");
    }
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatTheHubKeepsInGitIsCheckedByItsGitHash() {
    named = GIT_HASH;
    assertThat(open().fetch(DATA)).hasBinaryContent(BODY);
  }

  @Test
  void aChecksumCountsFromTheHubAlone() throws IOException {
    named = null;
    assertThatThrownBy(() -> open().fetch(DATA)).isInstanceOf(UserError.class)
        .hasMessageContaining("names no checksum");
    assertThat(kept()).isEmpty();
  }

  @Test
  void refusalsSayWhatToDoAndNeverShowTheToken() {
    status = 401;
    assertThatThrownBy(() -> open().fetch(MODEL)).isInstanceOf(UserError.class).hasMessageContaining("HF_TOKEN");
    assertThatThrownBy(() -> withToken().fetch(MODEL)).isInstanceOf(UserError.class)
        .hasMessageContaining("accept the terms").hasMessageNotContaining("hf_secret");
    status = 404;
    assertThatThrownBy(() -> withToken().fetch(MODEL)).hasMessageContaining("404").hasMessageContaining("Check owner");
    hub.stop(0);
    assertThatThrownBy(() -> withToken().fetch(DATA)).isInstanceOf(UserError.class)
        .hasMessageContaining("could not be fetched").hasMessageContaining("Check the network")
        .hasMessageNotContaining("hf_secret");
  }

  @Test
  void redirectsThatLeadNowhereAreGivenUp() {
    location = "/again";
    assertThatThrownBy(() -> open().fetch(MODEL)).isInstanceOf(UserError.class).hasMessageContaining("redirects");
    assertThat(asked).hasSize(6);
    location = "file:///etc/passwd";
    assertThatThrownBy(() -> open().fetch(MODEL)).isInstanceOf(UserError.class).hasMessageContaining("away from https");
  }

  @Test
  void addressesThatLeadOutOfTheCacheAreRefused() {
    for (String bad : List.of("hf://datasets/owner/name/../../x", "hf://datasets/../name/x", "hf://models/a/b/c",
        "hf://datasets/owner/name", "hf://datasets/owner/name@../x", "hf:a/b", "hf:a/b/../../c.gguf",
        "hf:../b/c.gguf", "hf:a/../c.gguf", "hf:a/b/./c.gguf", "hf:a/b/c\\d.gguf")) {
      assertThatThrownBy(() -> open().place(bad)).as(bad).isInstanceOf(UserError.class);
    }
  }

  @Test
  void anEndpointThatIsNoWebAddressIsRefusedUnseen() {
    assertThatThrownBy(() -> HuggingFace.of(Map.of("HF_ENDPOINT", "http://user:pw@host"))).isInstanceOf(UserError.class)
        .hasMessageContaining("HF_ENDPOINT").hasMessageNotContaining("pw");
  }
}
