package dev.retort.measure.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.SharedData;
import dev.retort.measure.judging.Judged.Answers;
import dev.retort.measure.judging.Judged.Verdicts;
import dev.retort.row.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Two stored judges against the majority of three annotators, held against a count done another way.
class PandaLmNeedsSharedTest {

  private static JsonNode read(String file) throws IOException {
    return Json.read(Files.readString(SharedData.dir().resolve("data/judge/pandalm").resolve(file)));
  }

  private static @Nullable Choice choice(String word) {
    return switch (word) {
      case "1" -> Choice.A;
      case "2" -> Choice.B;
      case "0", "Tie" -> Choice.TIE;
      default -> null;
    };
  }

  private static String word(JsonNode node) {
    return node.isString() ? node.stringValue() : node.toString();
  }

  /// What at least two of three say.
  private static @Nullable String majority(JsonNode item) {
    String one = word(item.get("annotator1"));
    String two = word(item.get("annotator2"));
    String three = word(item.get("annotator3"));
    return one.equals(two) || one.equals(three) ? one : two.equals(three) ? two : null;
  }

  @ParameterizedTest
  @CsvSource({"gpt-3.5-turbo-testset-v1.json,gpt_result,25,0.715605749486653,0.4928647153028926",
      "pandalm-7b-testset-v1.json,pandalm_result,0,0.6676676676676677,0.43535492482022237"})
  void agreementIsThatOfADirectCount(String file, String field, int unreadable, double python, double pythonsKappa)
      throws IOException {
    JsonNode items = read("testset-v1.json");
    JsonNode verdicts = read(file);
    assertThat(items.size()).isEqualTo(999).isEqualTo(verdicts.size());
    PairTally tally = new PairTally(field, new Families(Map.of()));
    Map<String, Integer> pairs = new TreeMap<>();
    for (int i = 0; i < items.size(); i++) {
      assertThat(word(items.get(i).get("idx"))).isEqualTo(word(verdicts.get(i).get("idx")));
      String human = majority(items.get(i));
      String said = word(verdicts.get(i).get(field));
      String a = items.get(i).get("response1").asString();
      String b = items.get(i).get("response2").asString();
      tally.add(new Judged(Verdicts.one(choice(said)), new Answers((long) a.length(), (long) b.length(), null, null),
          human == null ? null : choice(human)));
      if (human != null) {
        pairs.merge(human.replace("0", "Tie") + " " + said.replace("0", "Tie"), 1, Integer::sum);
      }
    }
    PairReport report = tally.report();
    assertThat(report.counts().pairs()).isEqualTo(999);
    assertThat(report.counts().undecided()).isEqualTo(unreadable);
    Counted counted = Counted.of(pairs);
    assertThat(counted.accuracy()).as("a Counter in Python").isCloseTo(python, within(1e-12));
    assertThat(counted.kappa()).isCloseTo(pythonsKappa, within(1e-12));
    assertThat(report.agreement().items()).isEqualTo((long) counted.n());
    assertThat(report.agreement().accuracy().orElseThrow().value()).isEqualTo(counted.accuracy());
    assertThat(report.agreement().kappa().orElseThrow().value()).isCloseTo(counted.kappa(), within(1e-12));
    assertThat(report.agreement().undecided()).isEqualTo(unreadable);
  }

  /// The same by words and a table of strings.
  private record Counted(double n, double accuracy, double kappa) {
    static Counted of(Map<String, Integer> pairs) {
      String[] words = {"1", "2", "Tie"};
      double n = 0;
      double same = 0;
      double chance = 0;
      for (String row : words) {
        double people = 0;
        double judge = 0;
        for (String other : words) {
          people += pairs.getOrDefault(row + " " + other, 0);
          judge += pairs.getOrDefault(other + " " + row, 0);
        }
        n += people;
        same += pairs.getOrDefault(row + " " + row, 0);
        chance += people * judge;
      }
      double seen = same / n;
      return new Counted(n, seen, (seen - chance / n / n) / (1 - chance / n / n));
    }
  }
}
