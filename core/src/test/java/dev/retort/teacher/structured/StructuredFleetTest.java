package dev.retort.teacher.structured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.Calls;
import dev.retort.run.Ledger;
import dev.retort.run.RunOptions;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.step.Models;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.openai.OpenAi;
import dev.retort.teacher.simulated.FleetOptions;
import dev.retort.teacher.simulated.FleetServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ladder against the simulated fleet, whose characters wrap JSON in prose and fences, each in its own way.
class StructuredFleetTest {
  private static final AnswerSchema PERSON = AnswerSchema.parse("""
      {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"},
       "city": {"type": "string"}}, "required": ["name", "age", "city"]}""");
  private static final List<String> CHARACTERS = List.of("sim-scholar", "sim-brief", "sim-chatty", "sim-guarded");
  private static final int ROWS = 30;
  @TempDir
  private Path folder;

  private static Request.Chat ask(int i) {
    return new Request.Chat(List.of(Message.user("Extract a JSON object with the keys \"name\", \"age\" and \"city\" "
        + "from this text: Ada is %d years old and lives in Oslo.".formatted(20 + i))), Sampling.NONE);
  }

  private Calls calls(FleetServer fleet, OpenAi.Structured structured, Ledger ledger) {
    Map<String, Teacher> teachers = new TreeMap<>();
    for (String name : CHARACTERS) {
      OpenAi openAi = new OpenAi(fleet.baseUrl(), name, null, Map.of(), Map.of(),
          new OpenAi.Server(OpenAi.Tokenize.NEVER, OpenAi.ServedModel.MATCH, Map.of(), structured,
              OpenAi.Api.DEFAULT, OpenAi.Sending.DEFAULT));
      teachers.put(name,
          new Teacher(openAi, null, Sampling.NONE, new Limits(8, null, 3), Duration.ofSeconds(20), null));
    }
    return Calls.open(new Calls.Setup(teachers, folder, folder, 7, new RunOptions.Retry.All(), Calls.Hooks.NONE),
        ledger);
  }

  private static Models unit(Calls calls, String teacher, int row) {
    return calls.unit("ask", new Row("r" + row, Schema.of()), teacher, 0);
  }

  @Test
  void whateverTheCharacterWrapsAroundItTheJsonIsFound() throws Exception {
    Map<String, Integer> words = new TreeMap<>();
    try (FleetServer fleet = FleetServer.start(FleetOptions.ofSeed(3).withTiming(0));
        Ledger ledger = SqliteLedger.open(folder.resolve("a.db"));
        Calls calls = calls(fleet, OpenAi.Structured.RESPONSE_FORMAT, ledger)) {
      for (String teacher : CHARACTERS) {
        for (int i = 0; i < ROWS; i++) {
          // Told nothing of a schema, characters answer in their own style.
          Reply reply = unit(calls, teacher, i).ask(teacher, ask(i));
          Extraction.Found found = Extraction.read(reply.first().text(), Extraction.Ending.ENDED, answer -> List.of());
          assertThat(found).as(reply.first().text()).isInstanceOf(Extraction.Fits.class);
          words.merge(((Extraction.Fits) found).repair().word(), 1, Integer::sum);
        }
      }
    }
    assertThat(words.keySet()).containsExactly("", "extracted");
    assertThat(words.get("extracted")).isGreaterThanOrEqualTo(ROWS);
  }

  @Test
  void toldTheSchemaEveryCharacterGivesIt() throws Exception {
    try (FleetServer fleet = FleetServer.start(FleetOptions.ofSeed(3).withTiming(0));
        Ledger ledger = SqliteLedger.open(folder.resolve("b.db"));
        Calls calls = calls(fleet, OpenAi.Structured.AUTO, ledger)) {
      for (String teacher : CHARACTERS) {
        for (int i = 0; i < ROWS; i++) {
          assertThat(new Structured(PERSON.text(), PERSON, 0).ask(unit(calls, teacher, i), teacher, ask(i)))
              .isInstanceOf(Structured.Given.class);
        }
      }
      assertThat(calls.total().made() - calls.total().failed()).isEqualTo((long) CHARACTERS.size() * ROWS);
    }
  }

  /// Every answer of the fleet comes broken the first time. What can be fixed costs no further call; the rest costs one.
  @Test
  void brokenAnswersAreFixedOrAskedForAgainAndNoneIsMadeUp() throws Exception {
    List<String> ways = new ArrayList<>();
    TreeSet<String> words = new TreeSet<>();
    try (FleetServer fleet = FleetServer.start(FleetOptions.ofSeed(3).withTiming(0));
        Ledger ledger = SqliteLedger.open(folder.resolve("c.db"));
        Calls calls = calls(fleet, OpenAi.Structured.AUTO, ledger)) {
      for (int i = 0; i < ROWS; i++) {
        Breaking models = new Breaking(unit(calls, "sim-brief", i), i % 5);
        Structured.Result result = new Structured(PERSON.text(), PERSON, 2).ask(models, "sim-brief", ask(i));
        assertThat(result).isInstanceOfSatisfying(Structured.Given.class, given -> {
          assertThat(given.answer().propertyNames()).containsExactlyInAnyOrder("name", "age", "city");
          if (given.repair().reasks() == 0) {
            assertThat(given.answer()).isEqualTo(Json.read(models.unbroken));
          }
          words.add(given.repair().word());
        });
        ways.add(i % 5 + ":" + models.asked);
      }
    }
    assertThat(words).containsExactly("extracted", "fixed:single_quotes", "fixed:trailing_comma", "re-asked");
    assertThat(ways).allMatch(way -> way.matches("[012]:1|[34]:2"));
  }

  /// Models whose first answer is damaged on its way.
  private static final class Breaking implements Models {
    private final Models models;
    private final int way;
    private int asked;
    private String unbroken = "";

    Breaking(Models models, int way) {
      this.models = models;
      this.way = way;
    }

    @Override
    public Reply ask(String teacher, Request request) {
      Reply reply = models.ask(teacher, request);
      if (asked++ > 0) {
        return reply;
      }
      unbroken = reply.first().text();
      String broken = switch (way) {
        case 0 -> "Here: " + unbroken + " Fine?";
        case 1 -> unbroken.replace("}", ",}");
        case 2 -> unbroken.replace('"', '\'');
        case 3 -> unbroken.substring(0, unbroken.length() / 2);
        default -> unbroken.replace("\"age\":", "\"age\": about ");
      };
      return new Reply(List.of(new Reply.Choice(broken, "", "stop", null, null)), reply.usage(), reply.servedModel(),
          reply.simulated(), List.of());
    }

    @Override
    public Unit unit() {
      return models.unit();
    }

    @Override
    public Teacher teacher(String name) {
      return models.teacher(name);
    }

    @Override
    public List<Reply> askAll(String teacher, List<Request> requests) {
      return models.askAll(teacher, requests);
    }

    @Override
    public java.util.OptionalInt window(String teacher) {
      return models.window(teacher);
    }

    @Override
    public Count tokens(String teacher, Request prompt) {
      return models.tokens(teacher, prompt);
    }

    @Override
    public java.util.random.RandomGenerator random() {
      return models.random();
    }
  }
}
