package dev.retort.steps;

import dev.retort.step.Models.Unit;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A model that knows the true class of every text, which stands in it, and clusters by a rule of the test's.
final class ScriptedClusterer implements Function<Request.Chat, Reply> {
  private static final Pattern TEXT = Pattern.compile("(?m)^(#+) Text (\\d+)\\nclass (\\d+) ");
  private static final Pattern MARK = Pattern.compile("below a line `(#+) Text n`");
  private final Labels labels;
  private final boolean strict;

  /// What a clusterer takes a text for.
  interface Labels {
    int of(int truth, SplittableRandom random);
  }

  /// @param strict whether a cluster is valid only where its texts are truly of one class
  ScriptedClusterer(Labels labels, boolean strict) {
    this.labels = labels;
    this.strict = strict;
  }

  static ScriptedClusterer right() {
    return new ScriptedClusterer((truth, _) -> truth, false);
  }

  /// Takes a text for one of another class, any of them, with the probability `error`.
  static Labels wrong(double error, int classes) {
    return (truth, random) -> random.nextDouble() < error && classes > 1
        ? (truth + 1 + random.nextInt(classes - 1)) % classes
        : truth;
  }

  ScriptedModels models() {
    return new ScriptedModels(new Unit("agent", "judge", 0), Sampling.NONE, this);
  }

  /// Texts of so many classes, equally many of each.
  static List<String> texts(int count, int classes) {
    return IntStream.range(0, count).mapToObj(i -> "class %d text %d".formatted(i % classes, i)).toList();
  }

  @Override
  public Reply apply(Request.Chat chat) {
    return ScriptedModels.reply(answer(chat), "stop", true);
  }

  String answer(Request.Chat chat) {
    String prompt = chat.messages().getLast().content();
    String schema = String.valueOf(chat.jsonSchema());
    if (schema.equals(ClusterAgentAnswers.PROPOSED.text())) {
      return "{\"metadata\":[{\"name\":\"Class\",\"definition\":\"its number\"}],\"metrics\":[{\"name\":\"Unity\","
          + "\"definition\":\"1 mixed, 5 one\"}]}";
    }
    if (schema.equals(ClusterAgentAnswers.MERGED.text())) {
      return "{\"criteria\":[{\"name\":\"Class\",\"definition\":\"its number\"}]}";
    }
    if (schema.equals(ClusterAgentAnswers.SENTENCES.text())) {
      return "{\"sentences\":[\"Look at the class.\",\"See whether there is one.\"]}";
    }
    List<Integer> truths = truths(prompt);
    return schema.equals(ClusterAgentAnswers.CLUSTERS.text())
        ? clusters(truths, random(prompt))
        : "{\"reason\":\"so it is\",\"valid\":%d}"
            .formatted(!strict || truths.stream().distinct().count() == 1 ? 1 : 0);
  }

  static List<Integer> truths(String prompt) {
    List<Integer> truths = new ArrayList<>();
    Matcher mark = MARK.matcher(prompt);
    String wanted = mark.find() ? mark.group(1) : "###";
    Matcher text = TEXT.matcher(prompt);
    while (text.find()) {
      if (text.group(1).equals(wanted)) {
        truths.add(Integer.parseInt(text.group(3)));
      }
    }
    return truths;
  }

  private static SplittableRandom random(String prompt) {
    long seed = 1_125_899_906_842_597L;
    for (int i = 0; i < prompt.length(); i++) {
      seed = 31 * seed + prompt.charAt(i);
    }
    return new SplittableRandom(seed);
  }

  private String clusters(List<Integer> truths, SplittableRandom random) {
    ToIntFunction<Integer> label = truth -> labels.of(truth, random);
    Map<Integer, List<Integer>> clusters = new LinkedHashMap<>();
    for (int i = 0; i < truths.size(); i++) {
      clusters.computeIfAbsent(label.applyAsInt(truths.get(i)), _ -> new ArrayList<>()).add(i + 1);
    }
    return clusters(new ArrayList<>(clusters.values()));
  }

  static String clusters(List<List<Integer>> members) {
    return members.stream()
        .map(one -> "{\"id\":1,\"members\":%s,\"reason\":\"alike\",\"metadata\":[],\"metrics\":[]}".formatted(one))
        .collect(Collectors.joining(",", "{\"clusters\":[", "]}"));
  }
}
