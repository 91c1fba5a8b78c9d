package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way a recipe can be wrong, with the place and the words its author is told.
class BadRecipesTest {
  private static final String GOOD = "steps:\n  - trial_sample\n";

  @ParameterizedTest
  @MethodSource("oneMistake")
  void tellsOneMistakeAtItsPlace(String yaml, String where, String fragment) {
    Reading reading = RecipeReaderTest.read(yaml, Map.of());
    assertThat(reading.recipe()).isNull();
    assertThat(reading.problems()).hasSize(1);
    assertThat(reading.problems().getFirst().where()).isEqualTo(where);
    assertThat(reading.problems().getFirst().message()).contains(fragment);
  }

  static Stream<Arguments> oneMistake() {
    return Stream.of(
        // The text itself.
        arguments("steps: [", "r.yaml:1:9", "not YAML"), //
        arguments("steps:\n\t- trial_sample\n", "r.yaml:2:1", "found a tab"),
        arguments("a\u0007b: 1", "r.yaml:1:2", "U+0007"), //
        arguments(GOOD + "---\n" + GOOD, "r.yaml:3:1", "second document"),
        arguments("- trial_sample\n", "r.yaml:1:1", "found a list, a mapping was wanted. Known: recipe, random_seed"),
        arguments("trial_sample", "r.yaml:1:1", "found text 'trial_sample', a mapping was wanted"),
        arguments("steps: [trial_sample]\nteachers: &a {}\nrecipe: *a\n", "r.yaml:3:9: recipe", "alias *a"),
        arguments("steps: [trial_sample]\nrecipe: !secret x\n", "r.yaml:2:9: recipe", "tag '!secret'"),
        arguments("steps: [trial_sample]\n? [a]\n: 1\n", "r.yaml:2:3", "a list as a key"),
        arguments("random_seed: 1\nsteps: [trial_sample]\nrandom_seed: 2\n", "r.yaml:3:1: random_seed",
            "stands twice, first at r.yaml:1:1"),
        arguments(GOOD + "<<: {recipe: x}\n", "r.yaml:3:1: <<", "unknown key '<<'"),
        // Keys.
        arguments(GOOD + "random_sed: 1\n", "r.yaml:3:1: random_sed", "Did you mean 'random_seed'?"),
        arguments("recipe: x\n", "r.yaml:1:1: steps", "the key is missing, a list was wanted"),
        arguments("steps: []\n", "r.yaml:1:8: steps", "the list is empty"),
        arguments("steps:\n  - trial_samle: {}\n", "r.yaml:2:5: steps[0].trial_samle",
            "unknown key or step 'trial_samle'. Did you mean 'trial_sample'?"),
        arguments("steps: [trial_samle]\n", "r.yaml:1:9: steps[0].trial_samle", "Did you mean 'trial_sample'?"),
        arguments("steps:\n  - as: x\n", "r.yaml:2:5: steps[0]", "no step is named, one was wanted"),
        arguments("steps:\n  - trial_sample:\n    trial_keep: x\n", "r.yaml:3:5: steps[0]",
            "found both 'trial_sample' and 'trial_keep'"),
        arguments("steps:\n  - trial_read: {layout: chat}\n", "r.yaml:2:17: steps[0].trial_read.path",
            "the key is missing, text was wanted"),
        arguments("steps:\n  - trial_keep:\n", "r.yaml:2:5: steps[0].trial_keep.where", "the key is missing"),
        arguments("steps:\n  - trial_sample: {sharee: 1}\n", "r.yaml:2:20: steps[0].trial_sample.sharee",
            "Did you mean 'share'? Known: share, count, pause, any."),
        arguments("teachers: {t: {trial_file: x, term: y}}\n" + GOOD, "r.yaml:1:31: teachers.t.term",
            "unknown key or teacher 'term'. Did you mean 'terms'?"),
        arguments("teachers: {t: {terms: own}}\n" + GOOD, "r.yaml:1:15: teachers.t", "no kind of teacher is named"),
        // Values.
        arguments("random_seed: x\n" + GOOD, "r.yaml:1:14: random_seed", "found text 'x', a whole number was wanted"),
        arguments("random_seed: '7'\n" + GOOD, "r.yaml:1:14: random_seed", "Take the quotes away"),
        arguments("random_seed: 1e3\n" + GOOD, "r.yaml:1:14: random_seed", "found the number 1e3"),
        arguments("random_seed: 1_000\n" + GOOD, "r.yaml:1:14: random_seed", "found text '1_000'"),
        arguments("random_seed: 9223372036854775808\n" + GOOD, "r.yaml:1:14: random_seed",
            "at most 9223372036854775807"),
        arguments("random_seed:\n" + GOOD, "r.yaml:1:13: random_seed", "found nothing, a whole number was wanted"),
        arguments("random_seed: [1]\n" + GOOD, "r.yaml:1:14: random_seed", "found a list, a whole number was wanted"),
        arguments("recipe: true\n" + GOOD, "r.yaml:1:9: recipe", "found true, text was wanted. Put it in quotes"),
        arguments("recipe: ../../etc\n" + GOOD, "r.yaml:1:9: recipe", "for a folder gets it"),
        arguments("intended_use: open-release\n" + GOOD, "r.yaml:1:15: intended_use", "Did you mean 'open_release'?"),
        arguments("intended_use: fun\n" + GOOD, "r.yaml:1:15: intended_use", "one of research, internal, open_release"),
        arguments("steps: trial_sample\n", "r.yaml:1:8: steps", "found text 'trial_sample', a list was wanted"),
        arguments("steps:\n  - trial_sample: 3\n", "r.yaml:2:19: steps[0].trial_sample",
            "found the number 3, a mapping was wanted"),
        arguments("steps:\n  - trial_sample: {share: .inf}\n", "r.yaml:2:27: steps[0].trial_sample.share",
            "Write a smaller number"),
        arguments("steps:\n  - trial_sample: {share: 1.5}\n", "r.yaml:2:27: steps[0].trial_sample.share",
            "share must be above 0 and at most 1, not 1.5"),
        arguments("steps:\n  - trial_sample: {pause: 120}\n", "r.yaml:2:27: steps[0].trial_sample.pause",
            "found the number 120, a duration such as 120s was wanted"),
        arguments("steps:\n  - trial_sample: {any: {a: [1, null]}}\n", "r.yaml:2:33: steps[0].trial_sample.any.a[1]",
            "found nothing, a value was wanted"),
        arguments("steps:\n  - trial_keep: {where: x, strict: yes}\n", "r.yaml:2:36: steps[0].trial_keep.strict",
            "found text 'yes', true or false was wanted"),
        arguments("steps:\n  - trial_keep: ~\n", "r.yaml:2:17: steps[0].trial_keep.where", "found ~"),
        arguments("steps:\n  - trial_respond: {teachers: {a: b}}\n", "r.yaml:2:31: steps[0].trial_respond.teachers",
            "found a mapping, a list was wanted"),
        arguments("teachers: {t: {trial_file: x, limits: {in_flight: 0}}}\n" + GOOD,
            "r.yaml:1:51: teachers.t.limits.in_flight", "in_flight must be 1 to 10000, not 0"),
        arguments("teachers: {t: {trial_file: x, deadline: 0s}}\n" + GOOD, "r.yaml:1:41: teachers.t.deadline",
            "deadline must be above 0"),
        // Secrets.
        arguments("steps:\n  - trial_keep: \"${HOME}\"\n", "r.yaml:2:17: steps[0].trial_keep.where",
            "read for secrets only"),
        arguments(api("sk-123"), "r.yaml:1:61: teachers.t.trial_api.api_key", "found a secret written out"),
        arguments(api("'${TRIAL_NONE}'"), "r.yaml:1:61: teachers.t.trial_api.api_key", "TRIAL_NONE is not set"),
        arguments(api("'${TRIAL_EMPTY}'"), "r.yaml:1:61: teachers.t.trial_api.api_key", "TRIAL_EMPTY is empty"),
        arguments(api("file:none.txt"), "r.yaml:1:61: teachers.t.trial_api.api_key", "found no file 'none.txt'"),
        // Names.
        arguments("teachers: {'a b': {trial_file: x}}\n" + GOOD, "r.yaml:1:12: teachers.a b", "found the name 'a b'"),
        arguments("steps:\n  - {trial_sample: , as: A!}\n", "r.yaml:2:26: steps[0].as",
            "found 'A!', a name of 1 to 40"),
        arguments("steps:\n  - {trial_sample: , as: x}\n  - {trial_sample: , as: x}\n", "r.yaml:3:26: steps[1].as",
            "the name 'x' is taken, first at r.yaml:2:26"),
        arguments("steps:\n  - {trial_sample: , as: x}\n  - {trial_sample: , from: y}\n", "r.yaml:3:28: steps[1].from",
            "no step 'y' stands before this one"),
        arguments("steps:\n  - trial_sample\n  - {trial_keep: x, from: z}\n  - {trial_sample: , as: z}\n",
            "r.yaml:3:27: steps[1].from", "does not stand before this one. Move it up."));
  }

  private static String api(String key) {
    return "teachers: {t: {trial_api: {base_url: u, model: m, api_key:  " + key + "}}}\n" + GOOD;
  }

  @ParameterizedTest
  @MethodSource("badSets")
  void tellsAWrongSetByItsOption(String path, String value, String where, String fragment) {
    Reading reading = RecipeReaderTest.read(RecipeReaderTest.WHOLE, Map.of(path, value));
    assertThat(reading.recipe()).isNull();
    assertThat(reading.problems()).hasSize(1);
    assertThat(reading.problems().getFirst().where()).isEqualTo(where);
    assertThat(reading.problems().getFirst().message()).contains(fragment);
  }

  static Stream<Arguments> badSets() {
    return Stream.of(
        arguments("random_seed", "x", "--set random_seed: random_seed", "found text 'x', a whole number was wanted"),
        arguments("random_sed", "1", "--set random_sed: random_sed", "Did you mean 'random_seed'?"),
        arguments("teachers.qwem.terms", "own", "--set teachers.qwem.terms", "Did you mean 'qwen'?"),
        arguments("steps.9.trial_keep", "x", "--set steps.9.trial_keep", "no step '9'"),
        arguments("steps.trial_reed.path", "x", "--set steps.trial_reed.path", "no step 'trial_reed'"),
        arguments("steps.chat.path", "x", "--set steps.chat.path", "Did you mean 'chats'?"),
        arguments("steps.trial_keep.strict", "true", "--set steps.trial_keep.strict",
            "2 steps are 'trial_keep', at [2, 4]"),
        arguments("recipe.x.y", "1", "--set recipe.x.y", "'recipe' is text 'rewild-small', which holds no 'x'"),
        arguments("steps.0.path", "[", "--set steps.0.path", "not YAML"),
        arguments("steps.1.teachers.5", "x", "--set steps.1.teachers.5", "a position from 0 to 1 was wanted"),
        arguments("", "x", "--set ", "an empty name leads nowhere"),
        arguments("teachers.qwen.trial_api.api_key", "sk-1",
            "--set teachers.qwen.trial_api.api_key: teachers.qwen.trial_api.api_key", "found a secret written out"),
        arguments("a.".repeat(5000) + "a", "x", "--set " + "a.".repeat(30) + "...", "5001 parts leads nowhere"));
  }

  @Test
  void tellsAllProblemsAtOnceInTheOrderOfTheFile() {
    Reading reading = RecipeReaderTest.read("""
        recipe: 1
        randomseed: 2
        intended_use: nothing
        teachers: {t: {trial_api: {model: 3, base: x}, sampling: {top_p: 7, temperature: hot}}}
        steps:
          - trial_sample: {share: 2, extra: 1}
          - nothing: 1
          - trial_keep: [1]
          - {trial_sample: {count: 1.5}, from: later}
        """, Map.of("allow_failed", "many"));
    assertThat(reading.problems()).extracting(Problem::where).containsExactly("r.yaml:2:1: randomseed",
        "r.yaml:3:15: intended_use", "r.yaml:4:27: teachers.t.trial_api.base_url",
        "r.yaml:4:38: teachers.t.trial_api.base", "r.yaml:4:82: teachers.t.sampling.temperature",
        "r.yaml:6:27: steps[0].trial_sample.share", "r.yaml:6:30: steps[0].trial_sample.extra",
        "r.yaml:7:5: steps[1].nothing", "r.yaml:8:17: steps[2].trial_keep", "r.yaml:9:28: steps[3].trial_sample.count",
        "r.yaml:9:40: steps[3].from", "--set allow_failed: allow_failed");
  }

  @Test
  void bombsAreToldAndNeverOverflow() {
    List<String> bombs = List.of("[".repeat(20_000), "{a: ".repeat(20_000), "- ".repeat(20_000), "? ".repeat(20_000),
        "a:\n  - &x [*x]\n", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "steps:\n" + "  - x: {}\n".repeat(20_000),
        "\"" + "x".repeat(500_000) + "\": 1", "random_seed: " + "9".repeat(900_000), "random_seed: 1e999999999",
        "recipe: " + "${".repeat(200_000), "%YAML 9.9\n---\na: 1", "!!binary x", "\"\\ud800\": 1", "a: \uD800");
    for (String bomb : bombs) {
      Reading reading = RecipeReaderTest.read(bomb, Map.of());
      assertThat(reading.recipe()).isNull();
      assertThat(reading.problems()).isNotEmpty().hasSizeLessThan(600).allSatisfy(
          problem -> assertThat(problem.toString().length()).isLessThan(2000));
    }
    assertThat(RecipeReaderTest.read(bombs.getFirst(), Map.of()).problems().getFirst().message())
        .contains("nested deeper than 50");
  }

  @Test
  void hostileTextIsShownCutAndEscaped() {
    Reading reading = RecipeReaderTest.read("\"\\e[31m\\u202e" + "x".repeat(100) + "\": 1\n" + GOOD, Map.of());
    assertThat(reading.problems().getFirst().message()).contains("'\\u{1b}[31m\\u{202e}xxx").contains("...'")
        .doesNotContain("\u001b").doesNotContain("\u202e");
  }
}
