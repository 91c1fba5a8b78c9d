package dev.retort.app;

import static dev.retort.app.Typed.retort;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `retort check --probe` through the command line.
class ProbeCommandTest {
  @TempDir
  Path folder;

  private Path recipe(String teacher, String step) throws IOException {
    return Files.writeString(folder.resolve("r.yaml"), """
        recipe: probed
        teachers:
          sim: %s
        steps:
          - simulated_chats: {rows: 2}
          - %s
          - write: {path: export}
        """.formatted(teacher, step));
  }

  @Test
  void whatATeacherCanDoIsListedAndWhatItCostsIsSaidBefore() throws IOException {
    Typed typed = retort("check",
        recipe("{simulated: {model: sim-scholar, timing: 0}, terms: own}", "respond: {context: original}"), "--probe")
        .ended(0);

    assertThat(typed.err()).contains("probing 1 teacher with", "13 small calls at most", "they cost what calls cost");
    assertThat(typed.out()).contains("sim-scholar", "context length", "32768 tokens", "tokens/s", "no problems")
        .containsPattern("prompt log-probs +yes +by 'prompt_logprobs'").containsPattern("rerank +yes");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString)).as("nothing is left behind")
          .containsExactly("r.yaml");
    }
  }

  @Test
  void aRecipeThatNeedsWhatATeacherCannotDoIsRefusedWithStepAndTeacher() throws IOException {
    HttpServer chatsOnly = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    chatsOnly.createContext("/", exchange -> {
      boolean chat = exchange.getRequestURI().getPath().endsWith("/chat/completions");
      byte[] body = (chat
          ? "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"
          : "{\"error\":{\"message\":\"there is no such page\"}}").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(chat ? 200 : 404, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    chatsOnly.start();
    try {
      Path recipe = recipe("{openai: {base_url: \"http://127.0.0.1:%d/v1\", model: m}, terms: own}"
          .formatted(chatsOnly.getAddress().getPort()), "complete: {column: answer}");

      Typed typed = retort("check", recipe, "--probe").ended(2);

      assertThat(typed.err()).contains(
          "steps[1].complete: teacher 'sim' cannot do completions, which this step needs",
          "there is no such page", "Ask another teacher here.");
      assertThat(typed.out()).doesNotContain("no problems");
      Path scored = recipe("{openai: {base_url: \"http://127.0.0.1:%d/v1\", model: m}, terms: own}"
          .formatted(chatsOnly.getAddress().getPort()), "perplexity: {column: answer}");
      assertThat(retort("check", scored, "--probe").ended(2).err()).contains(
          "steps[1].perplexity: teacher 'sim' cannot do prompt log-probs, which this step needs");
      recipe("{openai: {base_url: \"http://127.0.0.1:%d/v1\", model: m}, terms: own}"
          .formatted(chatsOnly.getAddress().getPort()), "complete: {column: answer}");
      assertThat(retort("check", recipe).ended(0).err()).as("without --probe nobody is asked").isEmpty();
    } finally {
      chatsOnly.stop(0);
    }
  }

  @Test
  void aTeacherThatIsDownIsAProblemAlsoInJson() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path recipe = recipe("{openai: {base_url: \"http://127.0.0.1:%d/v1\", model: m}, terms: own}".formatted(port),
        "respond: {context: original}");

    JsonNode found = retort("check", recipe, "--probe", "--json").ended(2).json();

    assertThat(found.path("problems").get(0).path("where").stringValue()).endsWith("teachers.sim");
    assertThat(found.path("problems").get(0).path("message").stringValue()).contains("cannot reach", "Is the server");
    JsonNode can = found.path("probe").get(0).path("can");
    assertThat(can.path("reachable").path("answer").stringValue()).isEqualTo("no");
    assertThat(can.path("completions").path("detail").stringValue()).isEqualTo("not asked");
    assertThat(found.path("probe").get(0).path("speed").isNull()).isTrue();
  }
}
