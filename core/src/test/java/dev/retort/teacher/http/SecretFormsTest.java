package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFormsTest {
  private static final String KEY = "sk-\"q\\z/+%&=<k>'0123456789";
  private static final String PASSWORD = "pa55/w0rd+very?long";
  private static final String BASIC = "Basic " + base64("harry:" + PASSWORD);

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Every way in which the test looks for a secret.
  private static List<String> encoded(String secret) {
    List<String> forms = new ArrayList<>();
    forms.add(secret);
    forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    forms.add(secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&#34;")
        .replace("'", "&#39;"));
    for (String before : List.of("", "x", "us:", "user:", "Bearer ")) {
      forms.add(base64(before + secret));
      forms.add(base64(before + secret + "\n"));
      forms.add(Base64.getUrlEncoder().withoutPadding()
          .encodeToString((before + secret).getBytes(StandardCharsets.UTF_8)));
    }
    return forms;
  }

  private static List<String> everything() {
    List<String> all = new ArrayList<>(encoded(KEY));
    all.addAll(encoded(PASSWORD));
    all.addAll(encoded("harry:" + PASSWORD));
    all.add(BASIC.substring(6));
    return all;
  }

  private static ModelServer server(ScriptedServer server) {
    URI base = URI.create(server.base());
    return new ModelServer("t", () -> base,
        Headers.bearer(Map.of(), Map.of("X-Gateway", Secret.of("GATEWAY", BASIC)), Secret.of("KEY", KEY)));
  }

  /// All that can be read of a failure, whoever prints it.
  private static String told(@Nullable Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      text.append(at).append('\n').append(at instanceof CallFailed call ? call.body() : "").append('\n');
      for (Throwable beside : at.getSuppressed()) {
        text.append(told(beside));
      }
    }
    return text.toString();
  }

  private static void clean(String text) {
    assertThat(text).doesNotContain(everything());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 429, 500, 503})
  void noFormOfASecretComesBackInAFailure(int status) throws IOException {
    try (ScriptedServer scripted = new ScriptedServer(
        _ -> ScriptedServer.status(status, "", String.join(" | ", everything())));
        ModelServer server = server(scripted)) {
      Throwable failure = catchThrowable(() -> server.post("/x", "{}", Map.of(), Duration.ofSeconds(20)));

      assertThat(failure).isInstanceOf(CallFailed.class).hasMessageContaining("[secret]");
      clean(told(failure));
    }
  }

  @Test
  void norInAnAnswer() throws Exception {
    try (ScriptedServer scripted = new ScriptedServer(
        _ -> ScriptedServer.ok("{\"said\": " + String.join(" | ", everything())));
        ModelServer server = server(scripted)) {
      String body = server.post("/x", "{}", Map.of(), Duration.ofSeconds(20)).body();

      assertThat(body).startsWith("{\"said\": [secret]");
      clean(body);
    }
  }

  @Test
  void norFromAGarbledAnswer() throws IOException {
    int failed = 0;
    for (String answer : List.of("HTTP/1.1 " + KEY + "\r\n\r\n", KEY + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\n" + KEY + "\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: " + KEY + "\r\n\r\n")) {
      try (ScriptedServer scripted = new ScriptedServer(_ -> answer); ModelServer server = server(scripted)) {
        Throwable failure = catchThrowable(() -> server.post("/x", "{}", Map.of(), Duration.ofSeconds(20)));

        failed += failure instanceof CallFailed ? 1 : 0;
        clean(told(failure));
      }
    }
    assertThat(failed).as("most clients overlook a header that is none").isGreaterThanOrEqualTo(3);
  }

  /// Read as JSON, these texts would show the key though they do not hold it.
  @Test
  void norInDisguise() throws Exception {
    String escaped = KEY.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    String twice = KEY.replace("\\", "\\\\").replace("\"", "\\\"").replace("\\", "\\\\").replace("\"", "\\\"");
    for (String disguise : List.of(escaped, twice, "sk-\\u0022" + KEY.substring(4))) {
      String said = "{\"model\":\"%s\",\"error\":{\"message\":\"%s\"}}".formatted(disguise, disguise);
      try (ScriptedServer scripted = new ScriptedServer(_ -> ScriptedServer.ok(said));
          ModelServer server = server(scripted)) {
        String body = server.post("/x", "{}", Map.of(), Duration.ofSeconds(20)).body();
        clean(body);
        clean(JsonEscapes.undone(body));
        scripted.script(_ -> ScriptedServer.status(400, "", said));
        clean(told(catchThrowable(() -> server.post("/x", "{}", Map.of(), Duration.ofSeconds(20)))));
      }
    }
  }

  @Test
  void escapesThatHideNothingAreLeftAsTheyAre() throws Exception {
    String said = "{\"text\":\"\\u00e9\\n C:\\\\dir \\ud83d\\ude00 \\uZZZZ\"}";
    try (ScriptedServer scripted = new ScriptedServer(_ -> ScriptedServer.ok(said));
        ModelServer server = server(scripted)) {
      assertThat(server.post("/x", "{}", Map.of(), Duration.ofSeconds(20)).body()).isEqualTo(said);
    }
    assertThat(JsonEscapes.undone(said)).isEqualTo("{\"text\":\"\u00e9\n C:\\dir \ud83d\ude00 uZZZZ\"}");
    assertThat(JsonEscapes.undone("\\u12")).isEqualTo("u12");
    assertThat(JsonEscapes.undone("end\\")).isEqualTo("end\\");
  }

  /// The control: without redaction all of it would be there.
  @Test
  void aServerWithoutSecretsIsQuotedAsItIs() throws IOException {
    try (ScriptedServer scripted = new ScriptedServer(_ -> ScriptedServer.status(400, "", KEY));
        ModelServer server = new ModelServer("t", () -> URI.create(scripted.base()), Headers.NONE)) {
      assertThat(told(catchThrowable(() -> server.post("/x", "{}", Map.of(), Duration.ofSeconds(20))))).contains(KEY);
    }
  }

  @Test
  void ordinaryWordsStay() {
    assertThat(SecretForms.of("EMPTY")).containsExactly("EMPTY");
    assertThat(SecretForms.of("sk-0123456789abcdef")).allMatch(form -> form.length() >= 8);
  }
}
