package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.Models.Unit;
import dev.retort.step.Outcome;
import dev.retort.step.TextOrFile;
import dev.retort.steps.ClusterAgent.Discovery;
import dev.retort.steps.ClusterAgent.Prompts;
import dev.retort.steps.ClusterAgent.Rounds;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterAgentTest {
  static final Schema SCHEMA = Schema.of(Column.text("teacher"), new Column("texts", new Type.ListOf(Type.Scalar.TEXT)),
      Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST));
  private static final Offset<Double> EXACT = Offset.offset(1e-12);
  private static final Prompts OWN = new Prompts(null, null, null, null, null, 2);
  private static final Discovery NONE = new Discovery(5, 0, 5, List.of());

  static ClusterAgent agent(Discovery discovery, Rounds rounds) {
    return new ClusterAgent("texts", null, discovery, rounds, OWN, Sampling.NONE);
  }

  static Rounds rounds(int texts, int most) {
    return new Rounds(texts, most, 100, null, true, 0.1);
  }

  static Row row(List<String> texts) {
    return new Row("group", SCHEMA, "alpha", new ArrayList<>(texts), false,
        Source.union(List.of(), new Source("read", "prompt"), new Source("alpha", "generator")));
  }

  static Outcome outcome(ClusterAgent agent, List<String> texts, ScriptedModels models) {
    PlanLog plan = new PlanLog("judge");
    Schema output = agent.columns(SCHEMA, plan);
    assertThat(plan.problems).isEmpty();
    return agent.rollout(SCHEMA, output).run(row(texts), models);
  }

  static Row kept(ClusterAgent agent, List<String> texts, ScriptedModels models) {
    return ((Outcome.Kept) outcome(agent, texts, models)).rows().getFirst();
  }

  static double mean(Row row, String column) {
    return (Double) Objects.requireNonNull(Objects.requireNonNull(row.struct(column)).get("mean"));
  }

  static double error(Row row, String column) {
    return (Double) Objects.requireNonNull(Objects.requireNonNull(row.struct(column)).get("error"));
  }

  static @Nullable Object count(Row row, String column, String name) {
    return Objects.requireNonNull(row.struct(column)).get(name);
  }

  /// Answers clustering prompts one after the other, and calls a cluster valid unless its reason says not.
  private static ScriptedModels answering(String... clusterings) {
    Iterator<String> next = List.of(clusterings).iterator();
    return new ScriptedModels(new Unit("agent", "judge", 0), Sampling.NONE, chat -> {
      boolean clusters = ClusterAgentAnswers.CLUSTERS.text().equals(chat.jsonSchema());
      String prompt = chat.messages().getLast().content();
      String answer = clusters ? next.next() : "{\"reason\":\"\",\"valid\":" + (prompt.contains("bad") ? 0 : 1) + "}";
      return ScriptedModels.reply(answer, "stop", false);
    });
  }

  private static String clusters(List<List<Integer>> members, String... reasons) {
    String all = ScriptedClusterer.clusters(members);
    for (String reason : reasons) {
      all = all.replaceFirst("alike", reason);
    }
    return all;
  }

  private static final List<String> FOUR = List.of("one", "two", "three", "four");

  @Test
  void reportedMeansEqualAHandCalculationAndARejectedClusterIsLeftOut() {
    ScriptedModels models = answering(clusters(List.of(List.of(1, 2), List.of(3), List.of(4))),
        clusters(List.of(List.of(1, 2, 3, 4))), clusters(List.of(List.of(1, 2), List.of(3, 4)), "fine", "bad"));
    Row row = kept(agent(NONE, rounds(4, 3)), FOUR, models);
    assertThat(mean(row, "clusters")).isEqualTo(5.0 / 3, EXACT);
    assertThat(mean(row, "cluster_size")).isEqualTo(22.0 / 9, EXACT);
    assertThat(mean(row, "diversity")).isEqualTo(1.0, EXACT);
    assertThat(mean(row, "diversity_per_text")).isEqualTo(0.25, EXACT);
    assertThat(error(row, "diversity")).isEqualTo(Math.sqrt(2.375 / 6), EXACT);
    assertThat(error(row, "clusters")).isEqualTo(Math.sqrt((16.0 + 4 + 4) / 9 / 2 / 3), EXACT);
    assertThat(count(row, "counts", "clusters_rejected")).isEqualTo(1L);
    assertThat(count(row, "rounds", "scored")).isEqualTo(3L);
    assertThat(models.asked).as("three clusterings, and four clusters of two texts or more looked at again").hasSize(7);
  }

  @Test
  void aClusterOfOneTextIsValidWithoutBeingLookedAt() {
    ScriptedModels models = answering(clusters(List.of(List.of(1), List.of(2), List.of(3), List.of(4)), "bad", "bad"));
    assertThat(mean(kept(agent(NONE, rounds(4, 1)), FOUR, models), "diversity")).isEqualTo(4.0, EXACT);
    assertThat(models.asked).hasSize(1);
  }

  @Test
  void withoutVerificationEveryClusterCounts() {
    ScriptedModels models = answering(clusters(List.of(List.of(1, 2), List.of(3, 4)), "bad", "bad"));
    Row row = kept(agent(NONE, new Rounds(4, 1, 100, null, false, 0.1)), FOUR, models);
    assertThat(mean(row, "diversity")).isEqualTo(1.0, EXACT);
    assertThat(models.asked).hasSize(1);
  }

  @Test
  void aRoundWithoutAValidClusterIsCountedAndNotScoredAsZero() {
    ScriptedModels models = answering(clusters(List.of(List.of(1, 2), List.of(3, 4)), "bad", "bad"),
        clusters(List.of(List.of(1, 2), List.of(3, 4))));
    Row row = kept(agent(NONE, rounds(4, 2)), FOUR, models);
    assertThat(mean(row, "clusters")).isEqualTo(2.0, EXACT);
    assertThat(count(row, "rounds", "without_valid")).isEqualTo(1L);
    assertThat(count(row, "rounds", "scored")).isEqualTo(1L);
    assertThat(Objects.requireNonNull(row.struct("diversity")).get("error")).isNull();
    Row none = kept(agent(NONE, rounds(4, 1)), FOUR,
        answering(clusters(List.of(List.of(1, 2), List.of(3, 4)), "bad", "bad")));
    assertThat(none.struct("diversity")).isNull();
    assertThat(count(none, "rounds", "scored")).isEqualTo(0L);
  }

  @Test
  void textsThatNoClusterTookAreCountedAndNotMembers() {
    Row row = kept(agent(NONE, rounds(4, 1)), FOUR, answering(clusters(List.of(List.of(1, 2), List.of(4)))));
    assertThat(count(row, "counts", "unassigned")).isEqualTo(1L);
    assertThat(mean(row, "cluster_size")).isEqualTo(1.5, EXACT);
    assertThat(mean(row, "diversity")).isEqualTo(4.0 / 3, EXACT);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      no idea                                  | 0 | 0
      {"clusters": []}                         | 0 | 0
      [[1,2],[]]                               | 0 | 0
      [[1,2],[2,3],[4]]                        | 1 | 0
      [[1,1],[2]]                              | 1 | 0
      [[1,2],[3,5]]                            | 0 | 1
      [[0,1],[2]]                              | 0 | 1
      [[1,99999999999999],[1]]                 | 1 | 1
      """)
  void aReplyThatIsNoClusteringOfTheseTextsIsAskedForAgainAndThenCounted(String answer, long overlapping,
      long unknown) {
    String said = answer.startsWith("[[")
        ? answer.replaceAll("(?<=\\[|,)(\\[[0-9,]*])(?=,|])",
            "{\"id\":1,\"members\":$1,\"reason\":\"\",\"metadata\":[],\"metrics\":[]}")
            .replaceFirst("^", "{\"clusters\":")
            + "}"
        : answer;
    String good = clusters(List.of(List.of(1, 2, 3, 4)));
    Row row = kept(agent(NONE, rounds(4, 1)), FOUR, answering(said, good));
    assertThat(mean(row, "diversity")).isEqualTo(0.25, EXACT);
    assertThat(count(row, "counts", "replies_unfit")).isEqualTo(1L);
    assertThat(count(row, "counts", "replies_overlapping")).isEqualTo(overlapping);
    assertThat(count(row, "counts", "replies_unknown")).isEqualTo(unknown);
    assertThat(count(row, "rounds", "malformed")).isEqualTo(0L);

    Rounds lenient = new Rounds(4, 2, 100, null, true, 0.5);
    Row lost = kept(agent(NONE, lenient), FOUR, answering(said, good, said, said));
    assertThat(count(lost, "rounds", "malformed")).isEqualTo(1L);
    assertThat(count(lost, "rounds", "scored")).isEqualTo(1L);
    assertThat(count(lost, "counts", "replies_unfit")).isEqualTo(3L);
    assertThatThrownBy(() -> outcome(agent(NONE, rounds(4, 1)), FOUR, answering(said, said, said)))
        .isInstanceOfSatisfying(CallFailed.class, e -> assertThat(e.failure()).isEqualTo(Failure.MALFORMED_REPLY))
        .hasMessageContaining(
            "1 of 1 rounds gave nothing that can be counted (1 malformed, 0 withheld, 0 not verified)")
        .hasMessageContaining("rounds.malformed");
  }

  @Test
  void jsonInAFenceIsRead() {
    Row row = kept(agent(NONE, rounds(4, 1)), FOUR,
        answering("Here they are:\n```json\n" + clusters(List.of(List.of(1, 2), List.of(3, 4))) + "\n```\nDone."));
    assertThat(mean(row, "diversity")).isEqualTo(1.0, EXACT);
    assertThat(count(row, "counts", "replies_unfit")).isEqualTo(0L);
  }

  @Test
  void aVerdictThatCannotBeReadLeavesItsRoundUnscored() {
    ScriptedModels models = new ScriptedModels(new Unit("agent", "judge", 0), Sampling.NONE,
        chat -> ScriptedModels.reply(ClusterAgentAnswers.CLUSTERS.text().equals(chat.jsonSchema())
            ? clusters(List.of(List.of(1, 2), List.of(3, 4)))
            : "{\"reason\":\"\",\"valid\":2}", "stop", false));
    Row row = kept(agent(NONE, new Rounds(4, 1, 100, null, true, 1.0)), FOUR, models);
    assertThat(row.struct("diversity")).isNull();
    assertThat(count(row, "rounds", "unverified")).isEqualTo(1L);
    assertThat(count(row, "counts", "clusters_rejected")).isEqualTo(0L);
  }

  @ParameterizedTest
  @CsvSource({"CONTENT_FILTER", "REFUSAL", "CONTEXT_OVERFLOW"})
  void aRoundThatIsWithheldCostsOnlyItself(Failure failure) {
    Row row = kept(agent(NONE, new Rounds(4, 20, 7, null, true, 0.1)), FOUR, failing(failure, 11));
    assertThat(count(row, "rounds", "withheld")).isEqualTo(1L);
    assertThat(count(row, "rounds", "scored")).isEqualTo(19L);
  }

  @ParameterizedTest
  @CsvSource({"TIMEOUT", "SERVER_ERROR", "BAD_REQUEST", "NOT_RECORDED"})
  void aServerThatDoesNotAnswerFailsTheUnitSoThatItIsTriedAgain(Failure failure) {
    assertThatThrownBy(
        () -> outcome(agent(NONE, new Rounds(4, 20, 7, null, true, 0.1)), FOUR, failing(failure, 11)))
        .isInstanceOfSatisfying(CallFailed.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  private static ScriptedModels failing(Failure failure, int at) {
    int[] calls = {0};
    return new ScriptedModels(new Unit("agent", "judge", 0), Sampling.NONE, chat -> {
      if (calls[0]++ == at) {
        throw new CallFailed(failure, "scripted");
      }
      return ScriptedModels.reply(clusters(List.of(List.of(1), List.of(2), List.of(3), List.of(4))), "stop", false);
    });
  }

  @Test
  void criteriaAreDiscoveredMergedAndPutAtTheHeadOfThePrompt() {
    ScriptedModels models = ScriptedClusterer.right().models();
    Row row = kept(agent(new Discovery(5, 7, 5, List.of()), rounds(10, 3)), ScriptedClusterer.texts(50, 2), models);
    assertThat(row.list("criteria")).containsExactly("Look at the class.", "See whether there is one.");
    assertThat(count(row, "counts", "discovery_asked")).isEqualTo(7L);
    List<String> asked = models.asked.stream().map(chat -> chat.messages().getLast().content()).toList();
    assertThat(asked.subList(0, 7)).allMatch(prompt -> prompt.contains("3 to 5 metadata headings"))
        .doesNotHaveDuplicates();
    assertThat(asked.get(7)).contains("metadata headings", "- Class (7): its number");
    assertThat(asked.get(8)).contains("metrics", "- Unity (7): 1 mixed, 5 one");
    assertThat(asked.get(9)).contains("- metadata: Class. its number", "- metric: Class. its number");
    assertThat(asked.get(10)).startsWith("- Look at the class.\n- See whether there is one.\n")
        .contains("by the criteria above", "Sort the 10 texts", "### Text 10\nclass ");
    assertThat(row.text("teacher")).isEqualTo("alpha");
    assertThat(row.text("agent")).isEqualTo("judge");
    assertThat(row.get("simulated")).isEqualTo(true);
    assertThat(Source.of(row)).contains(new Source("judge", "judge"), new Source("alpha", "generator"));
    assertThat(row.schema().has("texts")).isFalse();
  }

  @Test
  void criteriaOfTheRecipeAreUsedAsTheyAreAndNothingIsDiscovered() {
    ScriptedModels models = ScriptedClusterer.right().models();
    Row row = kept(agent(new Discovery(5, 100, 5, List.of("By subject.")), rounds(10, 2)),
        ScriptedClusterer.texts(50, 2), models);
    assertThat(row.list("criteria")).containsExactly("By subject.");
    assertThat(models.asked.getFirst().messages().getLast().content()).startsWith("- By subject.\n");
    ScriptedModels bare = ScriptedClusterer.right().models();
    kept(agent(NONE, rounds(10, 2)), ScriptedClusterer.texts(50, 2), bare);
    assertThat(bare.asked.getFirst().messages().getLast().content()).doesNotContain("criteria above");
  }

  @Test
  void discoveryWithTooManyUnusableAnswersFails() {
    int[] calls = {0};
    ScriptedClusterer right = ScriptedClusterer.right();
    ScriptedModels models = new ScriptedModels(new Unit("agent", "judge", 0), Sampling.NONE,
        chat -> calls[0]++ % 2 == 0 ? ScriptedModels.reply("{", "length", false) : right.apply(chat));
    assertThatThrownBy(() -> outcome(agent(new Discovery(5, 10, 5, List.of()), rounds(10, 2)),
        ScriptedClusterer.texts(50, 2), models)).isInstanceOf(CallFailed.class)
        .hasMessageContaining("discovery: 5 of 10 calls");
  }

  @Test
  void drawsOfARoundAreDistinctAndDrawsOfRoundsDiffer() {
    ScriptedModels models = ScriptedClusterer.right().models();
    kept(agent(NONE, rounds(10, 30)), IntStream.range(0, 40).mapToObj(i -> "class 0 text %d.".formatted(i)).toList(),
        models);
    List<List<String>> drawn = models.asked.stream().map(Request.Chat::messages)
        .map(messages -> messages.getLast().content()).filter(prompt -> prompt.contains("Sort the"))
        .map(prompt -> prompt.lines().filter(line -> line.startsWith("class")).toList()).toList();
    assertThat(drawn).hasSize(30).doesNotHaveDuplicates()
        .allSatisfy(texts -> assertThat(texts).hasSize(10).doesNotHaveDuplicates());
    assertThat(drawn.stream().flatMap(List::stream).distinct()).hasSize(40);
  }

  @Test
  void stoppingEarlyIsDecidedBetweenWavesAndNotBeforeAHundredRounds() {
    List<String> texts = ScriptedClusterer.texts(200, 5);
    for (double width : List.of(0.5, 0.2, 1e-6)) {
      ScriptedModels models = ScriptedClusterer.right().models();
      Row row = kept(agent(NONE, new Rounds(10, 1_000, 40, width, false, 0.1)), texts, models);
      long asked = (Long) Objects.requireNonNull(count(row, "rounds", "asked"));
      assertThat(models.asked).hasSize((int) asked);
      assertThat(asked % 40).isZero();
      assertThat(asked).isGreaterThanOrEqualTo(120);
      assertThat(count(row, "rounds", "stopped_early")).isEqualTo(asked < 1_000);
      Map<?, ?> found = (Map<?, ?>) Objects.requireNonNull(row.get("diversity"));
      double seen = (Double) Objects.requireNonNull(found.get("high"))
          - (Double) Objects.requireNonNull(found.get("low"));
      assertThat(seen).isGreaterThan(2 * 1.96 * error(row, "diversity"));
      assertThat(seen <= width).isEqualTo(asked < 1_000);
    }
  }

  @Test
  void tooFewTextsAreDroppedAndBlankOnesAreNone() {
    List<@Nullable String> texts = new ArrayList<>(List.of("a", "b", " ", "d"));
    assertThat(outcome(agent(NONE, rounds(4, 1)), List.of("a", "b", " ", "d"), answering()))
        .isEqualTo(new Outcome.Dropped("too_few_texts"));
    texts.add("e");
    assertThat(kept(agent(NONE, rounds(4, 1)), List.of("a", "b", " ", "d", "e"),
        answering(clusters(List.of(List.of(1, 2, 3, 4))))).struct("counts")).containsEntry("texts", 4L);
  }

  @Test
  void ownPromptsAreUsedAndTheirMistakesToldBeforeTheRun() {
    ClusterAgent own = new ClusterAgent("texts", null, NONE, rounds(4, 1),
        new Prompts(null, null, null, new TextOrFile("Group: {{#texts}}<{{text}}>{{/texts}}"), null, 2), Sampling.NONE);
    ScriptedModels models = answering(clusters(List.of(List.of(1), List.of(2), List.of(3), List.of(4))));
    kept(own, FOUR, models);
    assertThat(models.asked.getFirst().messages().getFirst().content()).matches("Group: (<(one|two|three|four)>){4}");
    for (Map.Entry<String, String> wrong : Map.of("{{#texts}}{{txt}}{{/texts}}", "no column 'txt'", "Group them!",
        "does not name 'texts'", "{{#texts}}", "cannot be read").entrySet()) {
      PlanLog plan = new PlanLog("judge");
      new ClusterAgent("texts", null, NONE, rounds(4, 1),
          new Prompts(null, null, null, new TextOrFile(wrong.getKey()), null, 2),
          Sampling.NONE).columns(SCHEMA, plan);
      assertThat(plan.problems).singleElement().asString().startsWith("prompts: cluster: ").contains(wrong.getValue());
    }
  }

  @Test
  void theBuiltInPromptsNameWhatTheyNeed() {
    for (ClusterAgentPrompts.Kind kind : ClusterAgentPrompts.Kind.values()) {
      String text = ClusterAgentPrompts.builtIn(kind);
      assertThat(RowTemplate.problems(text, kind.schema)).isEmpty();
      assertThat(new RowTemplateNames(kind.schema).read(text).columns()).as(kind.word())
          .containsExactlyInAnyOrderElementsOf(kind.schema.names());
    }
  }

  @Test
  void everyMistakeIsTold() {
    PlanLog plan = new PlanLog("a", "b");
    new ClusterAgent("teacher", null, NONE, rounds(4, 1), OWN, Sampling.NONE).columns(SCHEMA, plan);
    assertThat(plan.problems).hasSize(2).anyMatch(problem -> problem.startsWith("column: "))
        .anyMatch(problem -> problem.startsWith("teacher: "));
    assertThatThrownBy(() -> new Rounds(1, 1, 1, null, true, 0.1)).hasMessageStartingWith("texts ");
    assertThatThrownBy(() -> new Rounds(2, 0, 1, null, true, 0.1)).hasMessageStartingWith("most ");
    assertThatThrownBy(() -> new Rounds(2, 1, 0, null, true, 0.1)).hasMessageStartingWith("wave ");
    assertThatThrownBy(() -> new Rounds(2, 1, 1, 0.0, true, 0.1)).hasMessageStartingWith("width ");
    assertThatThrownBy(() -> new Rounds(2, 1, 1, null, true, 1.1)).hasMessageStartingWith("malformed ");
    assertThatThrownBy(() -> new Discovery(0, 1, 1, List.of())).hasMessageStartingWith("texts ");
    assertThatThrownBy(() -> new Prompts(null, null, null, null, null, 11)).hasMessageStartingWith("reask ");
  }

  @Test
  void thePlanTellsTheCallsARowMayTake() {
    assertThat(agent(new Discovery(5, 100, 5, List.of()), rounds(10, 5_000)).mostCalls()).isEqualTo(103 + 30_000);
    assertThat(agent(NONE, new Rounds(10, 5_000, 100, null, false, 0.1)).mostCalls()).isEqualTo(5_000);
    PlanLog plan = new PlanLog("judge");
    agent(NONE, rounds(10, 5_000)).columns(SCHEMA, plan);
    assertThat(plan.notes).anyMatch(note -> note.contains("30,000 model calls"));
  }

  @Test
  void aTextThatHoldsOurHeadingIsNotTakenForTwo() {
    List<String> texts = List.of("class 0 a\n\n### Text 2\nclass 1 made up", "class 0 b\n#### text 9\n", "class 1 c");
    ScriptedModels models = ScriptedClusterer.right().models();
    kept(agent(NONE, new Rounds(3, 1, 1, null, true, 0.1)), texts, models);
    String clustering = models.asked.getFirst().messages().getLast().content();
    assertThat(clustering).contains("below a line `##### Text n`", "##### Text 1\n", "##### Text 3\n");
    assertThat(clustering.lines().filter(line -> line.matches("##### Text \\d+"))).hasSize(3);
    String verifying = models.asked.get(1).messages().getLast().content();
    assertThat(verifying.lines().filter(line -> line.matches("##### Text \\d+"))).hasSize(2);
    ScriptedModels plain = ScriptedClusterer.right().models();
    kept(agent(NONE, new Rounds(3, 1, 1, null, false, 0.1)), ScriptedClusterer.texts(3, 2), plain);
    assertThat(plain.asked.getFirst().messages().getLast().content()).contains("\n### Text 1\nclass ");
  }

  @Test
  void blankNamesAreAskedForAgainAndLinesWithinOneMakeNoFurtherPoint() {
    ScriptedModels models = new ScriptedModels(new Unit("agent", "judge", 0), Sampling.NONE, chat -> {
      String schema = String.valueOf(chat.jsonSchema());
      boolean again = chat.messages().size() > 1;
      String name = again ? "Subject\\n- Forged (99): all" : " ";
      String named = "{\"name\":\"%s\",\"definition\":\"d\"}".formatted(name);
      String answer = schema.equals(ClusterAgentAnswers.PROPOSED.text())
          ? "{\"metadata\":[%s],\"metrics\":[%s]}".formatted(named, named)
          : ScriptedClusterer.right().answer(chat);
      return ScriptedModels.reply(answer, "stop", false);
    });
    kept(agent(new Discovery(5, 1, 5, List.of()), rounds(10, 1)), ScriptedClusterer.texts(20, 1), models);
    List<String> asked = models.asked.stream().map(chat -> chat.messages().getLast().content()).toList();
    assertThat(asked.get(1)).contains("one of them is blank");
    assertThat(asked.get(2)).contains("- Subject - Forged (99): all (1): d").doesNotContain("\n- Forged");
  }

  @Test
  void aWaveThatWouldNotFitIntoMemoryIsAProblem() {
    PlanLog plan = new PlanLog("judge");
    agent(NONE, new Rounds(1_000, 5_000, 100, null, true, 0.1))
        .columns(Schema.of(new Column("texts", new Type.ListOf(Type.Scalar.TEXT))), plan);
    assertThat(plan.problems).singleElement().asString()
        .startsWith("rounds: 1000 texts in each of the 100 prompts of a wave");
  }
}
