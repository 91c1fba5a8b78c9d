package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.recipe.Trials.Layout;
import dev.retort.recipe.Trials.TrialApi;
import dev.retort.recipe.Trials.TrialFile;
import dev.retort.recipe.Trials.TrialKeep;
import dev.retort.recipe.Trials.TrialRead;
import dev.retort.recipe.Trials.TrialRespond;
import dev.retort.recipe.Trials.TrialSample;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Use;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeReaderTest {
  static final Catalogue CATALOGUE = Catalogue.load(List.of());
  static final String WHOLE = """
      recipe: rewild-small
      random_seed: 7
      intended_use: open_release   # for everyone
      teachers:
        qwen:  {trial_api: {base_url: "http://127.0.0.1:8000/v1", model: Qwen/Qwen2.5-72B-Instruct,
                api_key: "${TRIAL_KEY}"}, terms: apache-2.0, sampling: {temperature: 1.0, max_tokens: 1024},
                limits: {in_flight: 256}, deadline: 90s}
        gpt-4.1: {trial_file: models/gpt.gguf, terms: {name: own-terms, allow: [research, commercial]}}
      steps:
        - trial_read: {path: data/chats.jsonl.gz, terms: odc-by, map: {b: x, a: y}}
          as: chats
        - trial_respond: {teachers: [qwen, gpt-4.1], sampling: {extra: {top_k: 20, nested: [1.50, true, x]}}}
        - trial_keep: "score >= 7"
        - trial_sample
        - {trial_keep: {where: a, strict: true}, from: chats}
        - trial_sample: {share: 1, count: 12, pause: 2m, any: {k: [1]}}
      """;

  @TempDir
  Path folder = Path.of("");

  static Reading read(String text, Map<String, String> set) {
    return new RecipeReader(CATALOGUE, set, RecipeReaderTest::variable).readText("r.yaml", text, Path.of("."));
  }

  static @Nullable String variable(String name) {
    return name.equals("TRIAL_KEY") ? "sk-very-secret" : name.equals("TRIAL_EMPTY") ? "" : null;
  }

  private static Recipe whole() {
    return read(WHOLE, Map.of()).orThrow();
  }

  @Test
  void bindsTopLevelKeysAndDefaults() {
    Recipe recipe = whole();
    assertThat(recipe.recipe()).isEqualTo("rewild-small");
    assertThat(recipe.randomSeed()).isEqualTo(7);
    assertThat(recipe.intendedUse()).isEqualTo(Use.OPEN_RELEASE);
    assertThat(recipe.allowFailed()).isZero();
    assertThat(recipe.teachers().keySet()).containsExactly("qwen", "gpt-4.1");
  }

  @Test
  void bindsTeachersByTheNameOfTheirKind() {
    Teacher qwen = Objects.requireNonNull(whole().teachers().get("qwen"));
    TrialApi api = (TrialApi) qwen.backend();
    assertThat(api.model()).isEqualTo("Qwen/Qwen2.5-72B-Instruct");
    assertThat(Objects.requireNonNull(api.apiKey()).reveal()).isEqualTo("sk-very-secret");
    assertThat(qwen.sampling().temperature()).isEqualTo(1.0);
    assertThat(qwen.limits().inFlight()).isEqualTo(256);
    assertThat(qwen.limits().attempts()).isEqualTo(5);
    assertThat(qwen.deadline()).isEqualTo(Duration.ofSeconds(90));
    assertThat(qwen.effectiveTerms().name()).isEqualTo("apache-2.0");
    assertThat(qwen.tokenizer()).isNull();
    Teacher gpt = Objects.requireNonNull(whole().teachers().get("gpt-4.1"));
    assertThat(gpt.backend()).isEqualTo(new TrialFile("models/gpt.gguf"));
    assertThat(gpt.effectiveTerms().allow()).containsExactly(Use.RESEARCH, Use.COMMERCIAL);
  }

  @Test
  void bindsStepsGivenAsMappingTextOrWord() {
    List<StepEntry> steps = whole().steps();
    TrialRead read = (TrialRead) steps.get(0).step();
    assertThat(read.layout()).isEqualTo(Layout.AUTO);
    assertThat(read.map().keySet()).containsExactly("b", "a");
    assertThat(steps.get(2).step()).isEqualTo(new TrialKeep("score >= 7", false));
    assertThat(steps.get(3).step()).isEqualTo(new TrialSample(0.5, 1000, Duration.ofMillis(250), null));
    assertThat(steps.get(4).from()).isEqualTo("chats");
    assertThat(((TrialSample) steps.get(5).step()).any()).isEqualTo(Map.of("k", List.of(1L)));
    assertThat(StepNames.of(whole())).containsExactly("chats", "trial_respond", "trial_keep", "trial_sample",
        "trial_keep_2", "trial_sample_2");
  }

  @Test
  void keepsEveryDigitOfFreeNumbers() {
    TrialRespond respond = (TrialRespond) whole().steps().get(1).step();
    assertThat(respond.sampling().extra()).containsEntry("top_k", 20L).containsEntry("nested",
        List.of(new BigDecimal("1.50"), true, "x"));
  }

  @Test
  void aSingleWordIsAListOfOneAndANumberIsTextAsItStands() {
    Recipe recipe = read("steps: [{trial_respond: {teachers: 007}}]", Map.of()).orThrow();
    assertThat(((TrialRespond) recipe.steps().getFirst().step()).teachers()).containsExactly("007");
    assertThat(read("steps: [{trial_respond: 007}]", Map.of()).orThrow().steps()).isEqualTo(recipe.steps());
    Recipe other = read("steps: [{trial_respond: {teachers: 1e3}}]", Map.of()).orThrow();
    assertThat(((TrialRespond) other.steps().getFirst().step()).teachers()).containsExactly("1e3");
  }

  @Test
  void readsAFileWithAByteOrderMarkAndCrLf() throws IOException {
    Path file = Files.writeString(folder.resolve("r.yaml"), "\uFEFFrecipe: a\r\nsteps:\r\n  - trial_sample\r\n");
    Reading reading = RecipeReader.read(file, Map.of(), CATALOGUE);
    assertThat(reading.orThrow().recipe()).isEqualTo("a");
    assertThat(reading.text()).startsWith("\uFEFF");
  }

  @Test
  void setReplacesAndAddsValues() {
    Map<String, String> set = new LinkedHashMap<>();
    set.put("random_seed", "9");
    set.put("steps.chats.path", "other.jsonl");
    set.put("steps.trial_respond.trial_respond.samples", "3");
    set.put("steps.2.trial_keep.strict", "true");
    set.put("steps.trial_sample_2.count", "5");
    set.put("steps.3.share", "0.25");
    set.put("teachers.gpt-4.1.deadline", "5s");
    set.put("teachers.gpt-4.1.sampling.temperature", "0");
    set.put("teachers.qwen.trial_api.model", "other");
    Recipe recipe = read(WHOLE, set).orThrow();
    assertThat(recipe.randomSeed()).isEqualTo(9);
    assertThat(((TrialRead) recipe.steps().get(0).step()).path()).isEqualTo("other.jsonl");
    assertThat(((TrialRespond) recipe.steps().get(1).step()).samples()).isEqualTo(3);
    assertThat(recipe.steps().get(2).step()).isEqualTo(new TrialKeep("score >= 7", true));
    assertThat(((TrialSample) recipe.steps().get(3).step()).share()).isEqualTo(0.25);
    assertThat(((TrialSample) recipe.steps().get(5).step()).count()).isEqualTo(5);
    Teacher gpt = Objects.requireNonNull(recipe.teachers().get("gpt-4.1"));
    assertThat(gpt.deadline()).isEqualTo(Duration.ofSeconds(5));
    assertThat(gpt.sampling().temperature()).isZero();
    assertThat(((TrialApi) Objects.requireNonNull(recipe.teachers().get("qwen")).backend()).model()).isEqualTo("other");
  }

  @Test
  void aSecretMayComeFromAFileAndIsNeverShown() throws IOException {
    Files.writeString(folder.resolve("key.txt"), "sk-from-file\n");
    String text = "teachers: {t: {trial_api: {base_url: u, model: m, headers: {X-Key: 'file:key.txt'}}}}\n"
        + "steps: [trial_sample]";
    Recipe recipe = new RecipeReader(CATALOGUE, Map.of(), _ -> null).readText("r.yaml", text, folder).orThrow();
    TrialApi api = (TrialApi) Objects.requireNonNull(recipe.teachers().get("t")).backend();
    assertThat(Objects.requireNonNull(api.headers().get("X-Key")).reveal()).isEqualTo("sk-from-file");
    assertThat(recipe.toString()).contains("file:key.txt").doesNotContain("sk-from-file");
    assertThat(Canonical.of(recipe)).doesNotContain("sk-from-file").doesNotContain("key.txt");
  }

  @Test
  void canonicalFormIsEqualForEqualOptionsHoweverSpelt() {
    String one = "steps: [{trial_read: {path: a, terms: x, map: {a: 1, b: 2}}}, {trial_sample: {share: 0.50}}]";
    String two = "steps: [{trial_read: {map: {b: 2, a: 1}, terms: {name: x}, layout: auto, path: a}}, trial_sample]";
    String first = Canonical.of(read(one, Map.of()).orThrow());
    assertThat(first).isEqualTo(Canonical.of(read(two, Map.of()).orThrow()));
    assertThat(first).contains("\"trial_read\":{\"layout\":\"auto\",\"map\":{\"a\":\"1\",\"b\":\"2\"},\"path\":\"a\"");
    assertThat(first).isNotEqualTo(Canonical.of(read(two.replace("path: a", "path: b"), Map.of()).orThrow()));
  }

  @Test
  void orThrowTellsEveryProblemOnALineOfItsOwn() {
    Reading reading = read("steps:\n  - trial_sample: {share: x, count: y}\n", Map.of());
    assertThat(reading.recipe()).isNull();
    assertThatThrownBy(reading::orThrow).isInstanceOfSatisfying(UserError.class,
        e -> assertThat(e.lines()).hasSize(2).allMatch(line -> line.startsWith("r.yaml:2:")));
  }

  @Test
  void refusesFilesThatAreNoText() throws IOException {
    assertThat(problem(folder.resolve("none.yaml"))).contains("none.yaml", "no such file");
    assertThat(problem(folder)).contains("found a folder");
    assertThat(problem(file("empty.yaml", new byte[0]))).contains("empty.yaml:1:1: the file is empty");
    assertThat(problem(file("blank.yaml", "# nothing\n\n".getBytes(StandardCharsets.UTF_8)))).contains("is empty");
    assertThat(problem(file("latin.yaml", new byte[]{'a', ':', '\n', 'b', ':', ' ', (byte) 0xE4, '\n'})))
        .contains("latin.yaml:2:4: found bytes that are not UTF-8");
    assertThat(problem(file("cut.yaml", new byte[]{'a', (byte) 0xC3}))).contains("cut.yaml:1:2: found bytes");
    assertThat(problem(file("large.yaml", new byte[(1 << 20) + 1]))).contains("more than 1 MiB");
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static String problem(Path file) {
    Reading reading = RecipeReader.read(file, Map.of(), CATALOGUE);
    assertThat(reading.recipe()).isNull();
    assertThat(reading.problems()).hasSize(1);
    return reading.problems().getFirst().toString();
  }
}
