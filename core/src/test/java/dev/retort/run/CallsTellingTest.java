package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.step.Models;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.http.ScriptedServer;
import dev.retort.teacher.http.ScriptedServer.Asked;
import dev.retort.teacher.openai.OpenAi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// How a server that cannot be told a schema in the best way is told it in another, once and for all.
class CallsTellingTest {
  private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"b\":{},\"a\":{}}}";
  private static final int UNITS = 40;
  @TempDir
  private Path folder;

  private Calls calls(ScriptedServer server, OpenAi.Structured structured, Ledger ledger) {
    OpenAi openAi = new OpenAi(server.base(), "m", null, Map.of(), Map.of(),
        new OpenAi.Server(OpenAi.Tokenize.NEVER, OpenAi.ServedModel.ANY, Map.of(), structured,
            OpenAi.Api.DEFAULT, OpenAi.Sending.DEFAULT));
    Teacher teacher = new Teacher(openAi, null, Sampling.NONE, new Limits(8, null, 2), Duration.ofSeconds(20), null);
    return Calls.open(new Calls.Setup(Map.of("t", teacher), folder, folder, 7, new RunOptions.Retry.All(),
        Calls.Hooks.NONE), ledger);
  }

  private static Request.Chat chat(int i) {
    return new Request.Chat(List.of(Message.user("q" + i)), Sampling.NONE, SCHEMA);
  }

  private static Models unit(Calls calls, int row) {
    return calls.unit("ask", new Row("r" + row, Schema.of()), "t", 0);
  }

  private static List<String> texts(Calls calls) throws Exception {
    List<Future<Reply>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < UNITS; i++) {
        int row = i;
        asked.add(threads.submit(() -> unit(calls, row).ask("t", chat(row))));
      }
    }
    List<String> texts = new ArrayList<>();
    for (Future<Reply> reply : asked) {
      texts.add(reply.get().first().text());
    }
    return texts;
  }

  private static String answered(Asked asked) {
    String last = Json.read(asked.body()).get("messages").get(0).get("content").stringValue().split("\n")[0];
    return ScriptedServer.ok("{\"model\":\"m\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"to "
        + last + "\"}}]}");
  }

  /// A server that takes no more than `taken` of the ways, and says so in words some server has for it.
  private static Function<Asked, String> server(String taken) {
    return asked -> {
      JsonNode format = Json.read(asked.body()).path("response_format").path("type");
      String type = format.isString() ? format.stringValue() : "words";
      return type.equals(taken) || taken.equals("any")
          ? answered(asked)
          : ScriptedServer.status(400, "",
              "{\"error\":{\"message\":\"This response_format type is unavailable now\"}}");
    };
  }

  @ParameterizedTest
  @CsvSource({"any, 0", "json_object, 1", "words, 2"})
  void theFirstWayThatIsNotRefusedIsFoundOnceAndKept(String taken, int refused) throws Exception {
    List<String> first;
    try (ScriptedServer server = new ScriptedServer(server(taken))) {
      try (Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
          Calls calls = calls(server, OpenAi.Structured.AUTO, ledger)) {
        first = texts(calls);
        assertThat(server.asked()).hasSize(UNITS + refused);
        assertThat(calls.total()).isEqualTo(new Calls.Counts(UNITS + refused, 0, refused));
      }
      assertThat(first).doesNotHaveDuplicates().contains("to q0").hasSize(UNITS);
      try (Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
          Calls calls = calls(server, OpenAi.Structured.AUTO, ledger)) {
        server.script(_ -> ScriptedServer.status(500, "", "nobody is asked"));
        assertThat(texts(calls)).isEqualTo(first);
        assertThat(server.asked()).hasSize(UNITS + refused);
        assertThat(calls.total()).isEqualTo(new Calls.Counts(0, UNITS, 0));
      }
    }
  }

  @Test
  void severalAtOnceAreAnsweredInTheirOrder() throws Exception {
    List<Request> requests = List.of(chat(1), chat(2), chat(1));
    List<String> first;
    try (ScriptedServer server = new ScriptedServer(server("words"));
        Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"))) {
      try (Calls calls = calls(server, OpenAi.Structured.AUTO, ledger)) {
        first = unit(calls, 1).askAll("t", requests).stream().map(reply -> reply.first().text()).toList();
        assertThat(first).containsExactly("to q1", "to q2", "to q1");
        assertThat(server.asked()).hasSize(5);
      }
      try (Calls calls = calls(server, OpenAi.Structured.AUTO, ledger)) {
        assertThat(unit(calls, 1).askAll("t", requests).stream().map(reply -> reply.first().text()).toList())
            .isEqualTo(first);
        assertThat(unit(calls, 1).askEach("t", requests)).extracting(CallsTellingTest::text).isEqualTo(first);
        assertThat(server.asked()).hasSize(5);
      }
    }
  }

  private static String text(Models.Heard heard) {
    return ((Models.Heard.Replied) heard).reply().first().text();
  }

  @Test
  void ofSeveralAtOnceTheFirstFindsOutHowToTellTheOthers() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server("words"));
        Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
        Calls calls = calls(server, OpenAi.Structured.AUTO, ledger)) {
      assertThat(unit(calls, 1).askEach("t", List.of(chat(1), chat(2), chat(1)))).extracting(CallsTellingTest::text)
          .containsExactly("to q1", "to q2", "to q1");
      assertThat(server.asked()).hasSize(5);
    }
  }

  @Test
  void aWayThatWasChosenIsKeptToAndOtherRefusalsChangeNothing() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server("words"));
        Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"))) {
      try (Calls calls = calls(server, OpenAi.Structured.RESPONSE_FORMAT, ledger)) {
        assertThatThrownBy(() -> unit(calls, 1).ask("t", chat(1))).isInstanceOfSatisfying(CallFailed.class,
            e -> assertThat(e.failure()).isEqualTo(Failure.BAD_REQUEST));
        assertThat(server.asked()).hasSize(1);
      }
      server.script(_ -> ScriptedServer.status(400, "", "{\"error\":{\"message\":\"temperature must be lower\"}}"));
      try (Calls calls = calls(server, OpenAi.Structured.AUTO, ledger)) {
        assertThatThrownBy(() -> unit(calls, 2).ask("t", chat(2))).hasMessageContaining("temperature");
        assertThat(server.asked()).hasSize(2);
        server.script(server("any"));
        assertThat(unit(calls, 3).ask("t", chat(3)).first().text()).isEqualTo("to q3");
        assertThat(server.asked()).hasSize(3);
      }
    }
  }

  @Test
  void anAnswerOfNoUseStillShowsThatTheServerUnderstood() throws Exception {
    try (ScriptedServer server = new ScriptedServer(_ -> ScriptedServer
        .ok("{\"choices\":[{\"finish_reason\":\"content_filter\",\"message\":{\"content\":\"\"}}]}"));
        Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
        Calls calls = calls(server, OpenAi.Structured.AUTO, ledger)) {
      assertThatThrownBy(() -> unit(calls, 1).ask("t", chat(1))).isInstanceOfSatisfying(CallFailed.class,
          e -> assertThat(e.failure()).isEqualTo(Failure.CONTENT_FILTER));
      server.script(server("words"));
      assertThatThrownBy(() -> unit(calls, 2).ask("t", chat(2))).isInstanceOfSatisfying(CallFailed.class,
          e -> assertThat(e.failure()).isEqualTo(Failure.BAD_REQUEST));
      assertThat(server.asked()).hasSize(2);
    }
  }

  @Test
  void otherSchemasAreTriedForThemselves() throws Exception {
    try (ScriptedServer server = new ScriptedServer(server("json_object"));
        Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
        Calls calls = calls(server, OpenAi.Structured.AUTO, ledger)) {
      unit(calls, 1).ask("t", chat(1));
      unit(calls, 2).ask("t", chat(2));
      assertThat(server.asked()).hasSize(3);
      unit(calls, 3).ask("t", new Request.Chat(chat(3).messages(), Sampling.NONE, "{\"type\":\"object\"}"));
      assertThat(server.asked()).hasSize(5);
    }
  }
}
