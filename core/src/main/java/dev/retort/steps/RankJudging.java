package dev.retort.steps;

import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.Models;
import dev.retort.step.OfModel;
import dev.retort.step.Outcome;
import dev.retort.steps.VerdictTalk.Heard;
import dev.retort.steps.VerdictTalk.Unclear;
import dev.retort.steps.VerdictTalk.Understood;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Several responses put in order by one judge: the rollout of [Rank].
record RankJudging(Rank options, VerdictPrompt prompt, String rubric, Schema output) implements OfModel.Rollout {
  private static final int MOST = 26;
  private static final Pattern ORDER = Pattern.compile("\\[?\\d{1,2}]?(?:[ \t]*[>=][ \t]*\\[?\\d{1,2}]?)*\\.?");

  @Override
  public Outcome run(Row row, Models models) {
    List<String> candidates = candidates(row);
    if (candidates == null || candidates.size() < 2 || candidates.size() > MOST) {
      return new Outcome.Failed(Failure.BAD_ROW,
          "column '%s' holds %s, wanted 2 to %d texts, none of them absent".formatted(options.columns().candidates(),
              candidates == null ? "an absent text" : candidates.size() + " texts", MOST));
    }
    int[] shown = shuffled(candidates.size(), models.random());
    Request.Chat question;
    try {
      question = new Request.Chat(prompt.fill(row, values(row, candidates, shown)),
          Verdicts.draw(models, options.sampling()));
    } catch (RowTemplate.Unfilled e) {
      return new Outcome.Failed(Failure.BAD_ROW, e.getMessage());
    }
    VerdictLine<List<Integer>> line = new VerdictLine<>("ranking", text -> places(text, candidates.size()),
        "Ranking: all numbers from 1 to %d, once each, with > or = between".formatted(candidates.size()));
    Heard<List<Integer>> heard = new VerdictTalk<>(models, line, options.asking().parse())
        .ask(models.unit().teacher(), List.of(question)).getFirst();
    if (heard instanceof Unclear<List<Integer>> unclear && Verdicts.leavesOut(options.asking(), models)) {
      return Verdicts.unparsed(options.asking().onUnparsed(), candidates.size() + " candidates", unclear);
    }
    return Verdicts.kept(row, output, models.unit(), List.of(heard.reply()), written(models.unit(), heard, shown));
  }

  /// The texts in the row's order; null where one is absent.
  private @Nullable List<String> candidates(Row row) {
    List<@Nullable Object> list = row.list(options.columns().candidates());
    List<String> texts = new ArrayList<>();
    for (Object element : list == null ? List.of() : list) {
      Object text = element instanceof Map<?, ?> fields ? fields.get(options.columns().text()) : element;
      if (!(text instanceof String words)) {
        return null;
      }
      texts.add(words);
    }
    return texts;
  }

  /// For each place, which candidate stands there. Every order is equally likely.
  static int[] shuffled(int count, RandomGenerator random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private Map<String, @Nullable Object> values(Row row, List<String> candidates, int[] shown) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int place = 0; place < shown.length; place++) {
      Map<String, @Nullable Object> candidate = new LinkedHashMap<>();
      candidate.put("number", place + 1L);
      candidate.put("text", candidates.get(shown[place]));
      list.add(candidate);
    }
    String request = options.prompt(row.schema());
    String reference = options.columns().reference();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("rubric", rubric);
    values.put(VerdictMaterial.PROMPT, request == null ? null : VerdictMaterial.request(row, request));
    values.put(VerdictMaterial.REFERENCE, reference == null ? null : VerdictMaterial.response(row, reference));
    values.put("count", (long) shown.length);
    values.put("candidates", list);
    return values;
  }

  /// The rank of each number shown, in the order of the numbers; null unless each stands there once.
  static @Nullable List<Integer> places(String text, int count) {
    if (!ORDER.matcher(text).matches()) {
      return null;
    }
    @Nullable
    Integer[] ranks = new @Nullable Integer[count];
    int before = 0;
    for (String equal : text.replaceAll("[\\[\\]. \t]", "").split(">", -1)) {
      String[] numbers = equal.split("=", -1);
      for (String number : numbers) {
        int shown = Integer.parseInt(number);
        if (shown < 1 || shown > count || ranks[shown - 1] != null) {
          return null;
        }
        ranks[shown - 1] = before + 1;
      }
      before += numbers.length;
    }
    return before == count ? List.of(ranks) : null;
  }

  private Map<String, @Nullable Object> written(Models.Unit unit, Heard<List<Integer>> heard, int[] shown) {
    String into = options.columns().into();
    List<@Nullable Object> order = new ArrayList<>();
    for (int candidate : shown) {
      order.add((long) candidate);
    }
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put(into, heard instanceof Understood<List<Integer>> understood ? ranks(understood.value(), shown) : null);
    values.put(into + "_shown", order);
    values.put(into + "_judge", unit.teacher());
    values.put(into + "_sample", (long) unit.sample());
    values.put(into + "_failure",
        heard instanceof Unclear<List<Integer>> unclear ? unclear.failure().word() : null);
    values.put(into + "_reply", heard.reply().first().text());
    values.put(into + "_asks", (long) heard.asks());
    return values;
  }

  /// The ranks by candidate in place of by number shown.
  private static List<@Nullable Object> ranks(List<Integer> byNumber, int[] shown) {
    long[] byCandidate = new long[shown.length];
    for (int place = 0; place < shown.length; place++) {
      byCandidate[shown[place]] = byNumber.get(place);
    }
    List<@Nullable Object> ranks = new ArrayList<>();
    for (long rank : byCandidate) {
      ranks.add(rank);
    }
    return ranks;
  }
}
