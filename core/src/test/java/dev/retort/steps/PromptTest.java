package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.Models.Unit;
import dev.retort.step.OfModel.Lane;
import dev.retort.step.Outcome;
import dev.retort.steps.Prompt.Answer;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Sampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {
  private static final Schema SCHEMA = Schema.of(Column.text("question"), Column.integer("n"),
      new Column("meta", Type.Scalar.JSON), new Column("messages", Message.LIST), Column.text("empty"),
      new Column(Source.COLUMN, Source.LIST));
  private static final Row ROW = new Row("r", SCHEMA, "Is 1 < 2 & \"so\"?", 3L,
      "{\"title\": \"T\", \"tags\": [\"a\", \"b\"], \"price\": 1.50, \"on\": false, \"in\": {\"x\": null}}",
      Message.toList(List.of(Message.user("hi"), Message.assistant("ho"))), null,
      Source.union(List.of(), new Source("read", "prompt")));

  private static Prompt prompt(String template) {
    return new Prompt(template, null, Answer.TEXT, null, Sampling.NONE, 1);
  }

  private static Answer into(String name) {
    return new Answer(name, Map.of(), Map.of(), 2, null);
  }

  private static Prompt bound(Map<String, Type.Scalar> columns) {
    return new Prompt("{{question}}", null, new Answer("response", columns, Map.of(), 0, null), null, Sampling.NONE, 1);
  }

  private static Schema planned(Prompt prompt) {
    PlanLog plan = new PlanLog("qwen");
    Schema schema = prompt.columns(SCHEMA, plan);
    assertThat(plan.problems).isEmpty();
    return schema;
  }

  private static Outcome outcome(Prompt prompt, ScriptedModels models) {
    return prompt.rollout(SCHEMA, planned(prompt)).run(ROW, models);
  }

  private static Row kept(Prompt prompt, ScriptedModels models) {
    return ((Outcome.Kept) outcome(prompt, models)).rows().getFirst();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"Q: {{question}} ({{n}}) | Q: Is 1 < 2 & \"so\"? (3)",
      "{{{question}}} | Is 1 < 2 & \"so\"?", "{{meta.title}} {{meta.price}} {{id}} | T 1.50 r",
      "{{#messages}}{{role}}={{content}};{{/messages}} | user=hi;assistant=ho;",
      "{{#meta.tags}}{{.}}{{^-last}},{{/-last}}{{/meta.tags}} | a,b",
      "{{#meta.on}}yes{{/meta.on}}{{^meta.on}}no{{/meta.on}} | no",
      "x{{#empty}}never{{/empty}} | x", "{{#meta}}{{title}} {{question}}{{/meta}} | T Is 1 < 2 & \"so\"?",
      "{{meta.tags}} | [\"a\",\"b\"]", "{{! a comment }}{{n}} | 3",
      "{{#messages}}{{#-first}}{{content}}{{/-first}}{{/messages}} | hi"})
  void theTemplateIsFilledWithoutEscaping(String template, String expected) {
    ScriptedModels models = ScriptedModels.saying("yes");
    kept(prompt(template), models);
    assertThat(models.asked.getFirst().messages()).containsExactly(Message.user(expected));
  }

  @Test
  void theRowGetsTheAnswerAndWhoGaveIt() {
    Row row = kept(prompt("{{question}}"), ScriptedModels.saying("Yes.\n"));
    assertThat(row.schema().names()).containsExactly("question", "n", "meta", "messages", "empty", "sources",
        "response", "teacher", "sample", "simulated", "truncated");
    assertThat(row.get("response")).isEqualTo("Yes.\n");
    assertThat(row.get("question")).isEqualTo(ROW.get("question"));
    assertThat(row.get("teacher")).isEqualTo("qwen");
    assertThat(row.get("sample")).isEqualTo(0L);
    assertThat(row.get("simulated")).isEqualTo(false);
    assertThat(row.get("truncated")).isEqualTo(false);
    assertThat(row.id()).isEqualTo(ROW.childId("ask", "qwen", 0));
    assertThat(Source.of(row)).containsExactly(new Source("qwen", "generator"), new Source("read", "prompt"));
  }

  @Test
  void anEmptyAnswerIsARowAndACutOneIsMarked() {
    assertThat(kept(prompt("{{question}}"), ScriptedModels.saying("")).get("response")).isEqualTo("");
    ScriptedModels cut = new ScriptedModels(new Unit("ask", "qwen", 0), Sampling.NONE,
        chat -> ScriptedModels.reply("Ye", "length", true));
    Row row = kept(prompt("{{question}}"), cut);
    assertThat(row.get("truncated")).isEqualTo(true);
    assertThat(row.get("simulated")).isEqualTo(true);
  }

  @Test
  void simulatedStaysTrueAlongAChain() {
    Prompt second = new Prompt("{{response}}", null, into("again"), null, Sampling.NONE, 1);
    Schema between = planned(prompt("{{question}}"));
    PlanLog plan = new PlanLog("qwen");
    Schema out = second.columns(between, plan);
    assertThat(plan.problems).isEmpty();
    assertThat(plan.notes).hasSize(4).anyMatch(note -> note.contains("'teacher'"));
    Row first = kept(prompt("{{question}}"), new ScriptedModels(new Unit("ask", "qwen", 0), Sampling.NONE,
        chat -> ScriptedModels.reply("one", "stop", true)));
    Outcome outcome = second.rollout(between, out).run(first, ScriptedModels.saying("two"));
    Row row = ((Outcome.Kept) outcome).rows().getFirst();
    assertThat(row.get("simulated")).isEqualTo(true);
    assertThat(row.get("response")).isEqualTo("one");
    assertThat(row.get("again")).isEqualTo("two");
    assertThat(row.id()).isNotEqualTo(first.id());
  }

  @Test
  void theSystemMessageIsATemplateToo() {
    ScriptedModels models = ScriptedModels.saying("yes");
    kept(new Prompt("{{question}}", "You know {{n}} things.", Answer.TEXT, "qwen", Sampling.NONE, 1), models);
    assertThat(models.asked.getFirst().messages()).first().isEqualTo(Message.of("system", "You know 3 things."));
  }

  @Test
  void samplingIsTheTeachersWithTheStepsOnTop() {
    Sampling teachers = new Sampling(1.0, 0.9, 100, null, List.of(), Map.of());
    Sampling steps = new Sampling(0.0, null, null, 40L, List.of(), Map.of());
    ScriptedModels models = new ScriptedModels(new Unit("ask", "qwen", 2), teachers,
        chat -> ScriptedModels.reply("yes", "stop", false));
    Row row = kept(new Prompt("{{question}}", null, Answer.TEXT, null, steps, 3), models);
    assertThat(models.asked.getFirst().sampling()).isEqualTo(new Sampling(0.0, 0.9, 100, 42L, List.of(), Map.of()));
    assertThat(row.get("sample")).isEqualTo(2L);
  }

  @Test
  void aValueThatIsAbsentFailsTheRowAndAsksNobody() {
    for (String template : List.of("{{empty}}", "{{meta.in.x}}", "{{meta.nope}}", "{{#empty}}x{{/empty}}")) {
      ScriptedModels models = ScriptedModels.saying("yes");
      assertThat(outcome(prompt(template), models)).as(template)
          .isInstanceOfSatisfying(Outcome.Failed.class,
              failed -> assertThat(failed.failure()).isEqualTo(Failure.BAD_ROW));
      assertThat(models.asked).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{{qestion}} | did you mean 'question'?",
      "{{#messages}}{{rol}}{{/messages}} | no column 'rol'", "{{messages.role}} | open a list as a section",
      "{{question.class}} | has no field 'class'", "{{>file}} | not supported", "{{#question}}x | cannot be read",
      "{{.}} | outside of a section", "{{=<% %>=}}<% nope %> | not supported",
      "a {{#nope}}{{/nope}} | no column 'nope'", "{{^nope}}{{/nope}} | no column 'nope'"})
  void aMistakeInATemplateIsToldBeforeTheRun(String template, String says) {
    PlanLog plan = new PlanLog("qwen");
    prompt(template).columns(SCHEMA, plan);
    assertThat(plan.problems).isNotEmpty().allMatch(problem -> problem.startsWith("template: ")).first().asString()
        .contains(says);
    assertThatThrownBy(() -> prompt(template).rollout(SCHEMA, SCHEMA)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesOfASectionDoNotReachBehindIt() {
    PlanLog plan = new PlanLog("qwen");
    prompt("{{#messages}}{{role}}{{/messages}}\n{{role}}").columns(SCHEMA, plan);
    assertThat(plan.problems).singleElement().asString().contains("line 2", "no column 'role'");
  }

  private static Map<String, Type.Scalar> all() {
    Map<String, Type.Scalar> columns = new LinkedHashMap<>();
    columns.put("score", Type.Scalar.INT);
    columns.put("reason", Type.Scalar.TEXT);
    columns.put("weight", Type.Scalar.FLOAT);
    columns.put("fine", Type.Scalar.BOOL);
    columns.put("rest", Type.Scalar.JSON);
    return columns;
  }

  @Test
  void anAnswerBoundByColumnsIsReadAndTheModelIsToldTheSchema() {
    ScriptedModels models = ScriptedModels.saying("""
         {"score": 7, "reason": "gut \\u00fc", "weight": 1e-3, "fine": true, "rest": {"a": [1.50, null]}}
        """);
    Row row = kept(bound(all()), models);
    assertThat(row.get("score")).isEqualTo(7L);
    assertThat(row.get("reason")).isEqualTo("gut ü");
    assertThat(row.get("weight")).isEqualTo(0.001);
    assertThat(row.get("fine")).isEqualTo(true);
    assertThat(row.get("rest")).isEqualTo("{\"a\":[1.50,null]}");
    assertThat(row.schema().has("response")).isFalse();
    assertThat(Json.read(String.valueOf(models.asked.getFirst().jsonSchema()))).isEqualTo(Json.read("""
        {"type": "object", "properties": {"score": {"type": "integer"}, "reason": {"type": "string"},
         "weight": {"type": "number"}, "fine": {"type": "boolean"}, "rest": {}},
         "required": ["score", "reason", "weight", "fine", "rest"], "additionalProperties": false}"""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"score\": \"7\"}", "{\"score\": 7.5}", "{\"score\": null}", "{}", "[7]",
      "{\"score\": 7, \"more\": 1}", "{\"score\": 9223372036854775808}"})
  void anAnswerThatDoesNotFitFailsAndNeverBecomesADefault(String answer) {
    fails(Failure.SCHEMA, answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "seven", "{\"score\": 7, \"score\": 8}", "{\"score\": 1e999999999}", "{\"score\": NaN}"})
  void anAnswerThatIsNoJsonFailsAsSuch(String answer) {
    fails(Failure.MALFORMED_REPLY, answer);
  }

  private static void fails(Failure failure, String answer) {
    assertThat(outcome(bound(Map.of("score", Type.Scalar.INT)), ScriptedModels.saying(answer)))
        .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
          assertThat(failed.failure()).isEqualTo(failure);
          assertThat(failed.message()).contains(answer);
        });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{\"score\": 7} | ``", "Here: {\"score\": 7} | extracted",
      "{'score': 7,} | fixed:single_quotes,trailing_comma"})
  void theRowSaysWhatWasDoneToItsAnswerAndKeepsItWhole(String answer, String repaired) {
    Prompt prompt = new Prompt("{{question}}", null,
        new Answer("response", Map.of("score", Type.Scalar.INT), Map.of(), 2, "said"), null, Sampling.NONE, 1);
    ScriptedModels models = ScriptedModels.saying(answer);
    Row row = kept(prompt, models);
    assertThat(row.get("score")).isEqualTo(7L);
    assertThat(row.get("repaired")).isEqualTo(repaired);
    assertThat(row.get("said")).isEqualTo(answer);
    assertThat(models.asked).hasSize(1);
  }

  @Test
  void aModelThatGaveNoJsonIsAskedAgainAtMostSoOften() {
    for (int reask : List.of(0, 1, 3)) {
      Prompt prompt = new Prompt("{{question}}", null,
          new Answer("response", Map.of("score", Type.Scalar.INT), Map.of(), reask, null), null, Sampling.NONE, 1);
      ScriptedModels models = ScriptedModels.saying("no idea");
      assertThat(outcome(prompt, models)).isInstanceOf(Outcome.Failed.class);
      assertThat(models.asked).hasSize(1 + reask);
    }
  }

  @Test
  void aSchemaGivesAJsonColumn() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", Map.of("type", "number"));
    Prompt prompt = new Prompt("{{question}}", null, new Answer("list", Map.of(), schema, 0, null), null, Sampling.NONE,
        1);
    assertThat(planned(prompt).type("list")).isEqualTo(Type.Scalar.JSON);
    ScriptedModels models = ScriptedModels.saying("[1.50, 2]");
    assertThat(kept(prompt, models).get("list")).isEqualTo("[1.50,2]");
    assertThat(models.asked.getFirst().jsonSchema()).isEqualTo("{\"type\":\"array\",\"items\":{\"type\":\"number\"}}");
    assertThat(outcome(prompt, ScriptedModels.saying("[\"1\"]"))).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void anAnswerThatIsDescribedWronglyIsTold() {
    Map<String, Object> schema = Map.of("type", "strin");
    assertThatThrownBy(() -> new Answer("response", Map.of(), schema, 0, null)).hasMessageStartingWith("schema ");
    assertThatThrownBy(() -> new Answer("response", Map.of("a", Type.Scalar.INT), Map.of("type", "object"), 0, null))
        .hasMessageStartingWith("schema ");
    assertThatThrownBy(() -> new Answer("response", Map.of(), Map.of(), 11, null)).hasMessageStartingWith("reask ");
    assertThatThrownBy(() -> new Answer("response", Map.of(), Map.of(), 2, "raw")).hasMessageStartingWith("raw ");
    assertThat(
        problems(new Prompt("{{n}}", null, new Answer("response", Map.of("a", Type.Scalar.INT), Map.of(), 2, "a"),
            null, Sampling.NONE, 1), "qwen"))
        .singleElement().asString().startsWith("answer: two of");
  }

  @Test
  void wholeNumbersMayBeWrittenWithAPoint() {
    assertThat(kept(bound(Map.of("score", Type.Scalar.INT)), ScriptedModels.saying("{\"score\": 7.0}")).get("score"))
        .isEqualTo(7L);
  }

  @Test
  void halfASurrogatePairAndHugeNumbersDoNotFit() {
    assertThat(outcome(bound(Map.of("a", Type.Scalar.TEXT)), ScriptedModels.saying("{\"a\": \"\\ud800\"}")))
        .isInstanceOf(Outcome.Failed.class);
    assertThat(outcome(bound(Map.of("a", Type.Scalar.FLOAT)), ScriptedModels.saying("{\"a\": 1e400}")))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void theMessageOfAFailureIsBoundedAndSaysThatTheAnswerWasCut() {
    ScriptedModels models = new ScriptedModels(new Unit("ask", "qwen", 0), Sampling.NONE,
        chat -> ScriptedModels.reply("{\"score\": \"" + "x".repeat(100_000), "length", false));
    assertThat(outcome(bound(Map.of("score", Type.Scalar.INT)), models))
        .isInstanceOfSatisfying(Outcome.Failed.class,
            failed -> assertThat(failed.message()).hasSizeLessThan(2_000).contains("cut at max_tokens"));
  }

  private static List<String> problems(Prompt prompt, String... teachers) {
    PlanLog plan = new PlanLog(teachers);
    prompt.columns(SCHEMA, plan);
    return plan.problems;
  }

  private static Prompt of(@Nullable String teacher) {
    return new Prompt("{{n}}", null, Answer.TEXT, teacher, Sampling.NONE, 2);
  }

  @Test
  void theTeacherMayBeLeftOutOnlyWhereThereIsOne() {
    assertThat(problems(of(null), "qwen")).isEmpty();
    assertThat(problems(of(null), "qwen", "llama")).singleElement().asString().contains("[qwen, llama]");
    assertThat(problems(of(null))).singleElement().asString().contains("no teachers");
    assertThat(problems(of("llama"), "qwen", "llama")).isEmpty();
    assertThat(problems(of("mistral"), "qwen")).singleElement().asString().contains("mistral");
    assertThat(problems(of("all"), "all/a", "all/b")).singleElement().asString().contains("[all/a, all/b]");
    assertThat(of(null).lanes(List.of("qwen"))).containsExactly(new Lane("qwen", 2));
    assertThat(of("llama").lanes(List.of("qwen", "llama"))).containsExactly(new Lane("llama", 2));
  }

  @Test
  void namesTheStepWritesItselfCannotBeTaken() {
    for (String name : List.of("id", "teacher", "sources", "simulated", "")) {
      assertThat(problems(new Prompt("{{n}}", null, into(name), null, Sampling.NONE, 1), "qwen")).hasSize(1);
      assertThat(problems(bound(Map.of(name, Type.Scalar.INT)), "qwen")).hasSize(1);
    }
    assertThatThrownBy(() -> new Answer("x", Map.of("y", Type.Scalar.INT), Map.of(), 0, null))
        .hasMessageStartingWith("into ");
    assertThatThrownBy(() -> new Prompt("{{n}}", null, into("x"), null, Sampling.NONE, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
