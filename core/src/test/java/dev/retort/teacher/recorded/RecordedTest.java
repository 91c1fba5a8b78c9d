package dev.retort.teacher.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.Backend;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTest {

  @TempDir
  Path folder;

  @Test
  void theColumnsOfKnownLayoutsAreRecognised() throws Exception {
    file("alpaca_eval.json", "[{\"instruction\":\"Q\",\"output\":\"A1\",\"generator\":\"m\"}]");
    file("alpaca.json", "[{\"instruction\":\"Sum\",\"input\":\"1 2\",\"output\":\"3\"}]");
    file("plain.jsonl", "\uFEFF{\"prompt\":\"Q\",\"response\":\"A2\"}\n\n{\"prompt\":\"R\",\"response\":\"\"}\n");
    file("pair.jsonl", "{\"prompt\":\"Q\",\"completion\":\"A3\"}");
    file("own.jsonl", "{\"frage\":\"Q\",\"antwort\":\"A4\",\"prompt\":\"x\"}");
    assertThat(answer(new Recorded("alpaca_eval.json", null, null), "Q")).isEqualTo("A1");
    assertThat(answer(new Recorded("alpaca.json", null, null), "Sum\n1 2")).isEqualTo("3");
    assertThat(answer(new Recorded("plain.jsonl", null, null), "Q")).isEqualTo("A2");
    assertThat(answer(new Recorded("plain.jsonl", null, null), "R")).isEmpty();
    assertThat(answer(new Recorded("pair.jsonl", null, null), "Q")).isEqualTo("A3");
    assertThat(answer(new Recorded("own.jsonl", "frage", "antwort"), "Q")).isEqualTo("A4");
    file("table.csv", "prompt,response\nQ,A5\n");
    assertThat(answer(new Recorded("table.csv", null, null), "Q")).isEqualTo("A5");
    assertThat(new Recorded("table.csv", null, null).files(folder)).containsExactly(folder.resolve("table.csv"));
  }

  @Test
  void everyAssistantTurnOfAChatAnswersWhatStandsBeforeIt() throws Exception {
    file("chats.jsonl", "{\"messages\":[{\"role\":\"system\",\"content\":\"S\"},{\"role\":\"user\",\"content\":\"a\"},"
        + "{\"role\":\"assistant\",\"content\":\"A\"},{\"role\":\"user\",\"content\":\"b\"},"
        + "{\"role\":\"assistant\",\"content\":\"B\"}]}");
    try (Endpoint endpoint = open(new Recorded("chats.jsonl", null, null))) {
      Message system = Message.of("system", "S");
      assertThat(text(endpoint, List.of(system, Message.user("a")))).isEqualTo("A");
      assertThat(text(endpoint, List.of(Message.user("a")))).isEqualTo("A");
      assertThat(text(endpoint, List.of(system, Message.user("a"), Message.assistant("A"), Message.user("b"))))
          .isEqualTo("B");
      assertThatThrownBy(() -> text(endpoint,
          List.of(system, Message.user("a"), Message.assistant("other"), Message.user("b"))))
          .isInstanceOfSatisfying(CallFailed.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_RECORDED));
    }
  }

  @Test
  void theFirstOfSeveralAnswersIsGivenAndTheirNumberTold() throws Exception {
    file("a.jsonl", "{\"prompt\":\"Q\",\"response\":\"first\",\"generator\":\"gpt\"}\n"
        + "{\"prompt\":\"Q\",\"response\":\"second\"}\n{\"prompt\":\"Z\",\"response\":\"z\"}");
    try (Endpoint endpoint = open(new Recorded("a.jsonl", null, null))) {
      Request request = new Request.Completion("Q", Sampling.NONE);
      String body = endpoint.send(request, Duration.ofSeconds(9)).body();
      assertThat(Json.read(body).get("answers").intValue()).isEqualTo(2);
      Reply reply = endpoint.read(request, body);
      assertThat(reply.first()).isEqualTo(new Reply.Choice("first", "", "stop", null, null));
      assertThat(reply.servedModel()).isEqualTo("gpt");
      assertThat(reply.usage()).isEqualTo(new Reply.Usage(1, 2, true));
      assertThat(reply.simulated()).isFalse();
    }
  }

  @Test
  void aPromptWithoutAnAnswerIsNotRecorded() throws Exception {
    file("a.jsonl", "{\"prompt\":\"Q\",\"response\":\"A\"}");
    assertThatThrownBy(() -> answer(new Recorded("a.jsonl", null, null), "q")).isInstanceOfSatisfying(CallFailed.class,
        e -> assertThat(e.failure()).isEqualTo(Failure.NOT_RECORDED));
  }

  @Test
  void packedFilesAreRead() throws Exception {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.jsonl.gz")))) {
      out.write("{\"prompt\":\"Q\",\"response\":\"A\"}".getBytes(StandardCharsets.UTF_8));
    }
    Files.write(folder.resolve("a.jsonl.zst"),
        Zstd.compress("{\"prompt\":\"Q\",\"response\":\"B\"}".getBytes(StandardCharsets.UTF_8)));
    assertThat(answer(new Recorded("a.jsonl.gz", null, null), "Q")).isEqualTo("A");
    assertThat(answer(new Recorded("a.jsonl.zst", null, null), "Q")).isEqualTo("B");
    byte[] whole = Files.readAllBytes(folder.resolve("a.jsonl.gz"));
    Files.write(folder.resolve("half.jsonl.gz"), Arrays.copyOf(whole, whole.length - 12));
    assertThatThrownBy(() -> answer(new Recorded("half.jsonl.gz", null, null), "Q")).isInstanceOf(UserError.class)
        .hasMessageContaining("ends too early");
    Files.write(folder.resolve("cut.jsonl.gz"), new byte[]{31, (byte) 139, 8, 0});
    assertThatThrownBy(() -> answer(new Recorded("cut.jsonl.gz", null, null), "Q")).isInstanceOf(UserError.class)
        .hasMessageContaining("ends too early");
  }

  @Test
  void brokenRowsAreToldWithFileAndLine() throws IOException {
    file("broken.jsonl", "{\"prompt\":\"Q\",\"response\":\"A\"}\n{\"prompt\":\"R\"\n");
    assertThatThrownBy(() -> answer(new Recorded("broken.jsonl", null, null), "Q")).isInstanceOf(UserError.class)
        .hasMessageContaining("broken.jsonl:2: not JSON");
    file("columns.jsonl", "{\"a\":\"Q\",\"b\":\"A\"}\n");
    assertThatThrownBy(() -> answer(new Recorded("columns.jsonl", null, null), "Q")).isInstanceOf(UserError.class)
        .hasMessageContaining("columns.jsonl:1: found the columns [a, b], wanted instruction and output");
    assertThatThrownBy(() -> answer(new Recorded("columns.jsonl", "a", "c"), "Q")).isInstanceOf(UserError.class)
        .hasMessageContaining("wanted a and c");
    file("half.jsonl", "{\"prompt\":\"Q\",\"response\":\"\\ud800\"}\n");
    assertThatThrownBy(() -> answer(new Recorded("half.jsonl", null, null), "Q")).isInstanceOf(UserError.class)
        .hasMessageContaining("half.jsonl:1: half a surrogate pair");
    file("null.jsonl", "{\"prompt\":\"Q\",\"response\":null}\n");
    assertThatThrownBy(() -> answer(new Recorded("null.jsonl", "prompt", "response"), "Q"))
        .isInstanceOf(UserError.class).hasMessageContaining("found null in column 'response', wanted a text");
    assertThat(work().toFile().list((dir, name) -> name.endsWith(".part"))).isEmpty();
  }

  @Test
  void aGlobMakesATeacherOfEachFile() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    file("out/b-2.1.json", "[]");
    file("out/a+x.jsonl.gz", "");
    file("out/a[1].json", "[]");
    Recorded glob = new Recorded("out/*", null, "r");
    assertThat(glob.members("models", folder)).containsExactly(
        new Backend.Member("a+x", new Recorded("out/a+x.jsonl.gz", null, "r")),
        new Backend.Member("a[1]", new Recorded("out/a[1].json", null, "r")),
        new Backend.Member("b-2.1", new Recorded("out/b-2.1.json", null, "r")));
    Recorded odd = new Recorded("out/a[1].json", null, null);
    assertThat(odd.members("models", folder)).containsExactly(new Backend.Member("models", odd));
    assertThat(odd.problems(folder)).isEmpty();
    assertThatThrownBy(() -> new Recorded("out/*.csv", null, null).members("models", folder))
        .isInstanceOf(UserError.class).hasMessageContaining("no file of that pattern");
    assertThat(new Recorded("none.json", null, null).problems(folder)).singleElement().asString()
        .contains("no such file");
    assertThat(new Recorded("out", null, null).problems(folder)).singleElement().asString().contains("a folder");
    file("out/b-2.1.jsonl", "");
    assertThatThrownBy(() -> glob.members("models", folder)).isInstanceOf(UserError.class)
        .hasMessageContaining("two files that make a teacher 'b-2.1'");
  }

  @Test
  void identityIsTheContentAndTheColumnsAndNotThePath() throws IOException {
    file("a.jsonl", "{\"prompt\":\"Q\",\"response\":\"A\"}");
    file("b.jsonl", "{\"prompt\":\"Q\",\"response\":\"A\"}");
    file("c.jsonl", "{\"prompt\":\"Q\",\"response\":\"B\"}");
    try (Endpoint a = open(new Recorded("a.jsonl", null, null));
        Endpoint b = open(new Recorded("b.jsonl", null, null));
        Endpoint c = open(new Recorded("c.jsonl", null, null));
        Endpoint d = open(new Recorded("a.jsonl", "prompt", null))) {
      assertThat(a.identity()).startsWith("recorded ").isEqualTo(b.identity()).isNotEqualTo(c.identity())
          .isNotEqualTo(d.identity());
      assertThat(work()).doesNotExist();
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path work() {
    return folder.resolve("work");
  }

  private Endpoint open(Recorded recorded) {
    return open(recorded, folder, work());
  }

  static Endpoint open(Recorded recorded, Path base, Path work) {
    Teacher teacher = new Teacher(recorded, null, Sampling.NONE, Limits.DEFAULT, Duration.ofSeconds(9), null);
    return recorded.open(new Backend.Opening("old", teacher, base, work, 7));
  }

  private String answer(Recorded recorded, String prompt) throws InterruptedException {
    try (Endpoint endpoint = open(recorded)) {
      return text(endpoint, List.of(Message.user(prompt)));
    }
  }

  static String text(Endpoint endpoint, List<Message> chat) throws InterruptedException {
    Request request = new Request.Chat(chat, Sampling.NONE);
    return endpoint.read(request, endpoint.send(request, Duration.ofSeconds(9)).body()).first().text();
  }
}
