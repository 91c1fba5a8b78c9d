package dev.retort.steps;

import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.Models;
import dev.retort.step.OfModel;
import dev.retort.step.Outcome;
import dev.retort.steps.Compare.Orders;
import dev.retort.steps.VerdictTalk.Heard;
import dev.retort.steps.VerdictTalk.Unclear;
import dev.retort.steps.VerdictTalk.Understood;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Two responses compared by one judge: the rollout of [Compare].
record CompareJudging(Compare options, VerdictPrompt prompt, String rubric, Schema output)
    implements
      OfModel.Rollout {
  private static final Pattern CHOICE = Pattern
      .compile("(?:response |answer )?\\[{0,2}(?<choice>a|b|tie)]{0,2}\\.?", Pattern.CASE_INSENSITIVE);
  private static final VerdictLine<Shown> LINE = new VerdictLine<>("verdict", CompareJudging::choice,
      "Verdict: A, B or tie");

  /// What a judge says of what it was shown.
  enum Shown {
    FIRST, SECOND, TIE
  }

  /// `A`, `b`, `[[A]]`, `Response A`, `tie`; null for anything else.
  static @Nullable Shown choice(String text) {
    Matcher choice = CHOICE.matcher(text);
    return !choice.matches() ? null : switch (choice.group("choice").toLowerCase(Locale.ROOT)) {
      case "a" -> Shown.FIRST;
      case "b" -> Shown.SECOND;
      default -> Shown.TIE;
    };
  }

  @Override
  public Outcome run(Row row, Models models) {
    List<String> orders = options.orders() == Orders.BOTH ? List.of("a", "b") : List.of("a");
    Sampling sampling = Verdicts.draw(models, options.sampling());
    List<Request.Chat> questions = new ArrayList<>();
    try {
      for (String first : orders) {
        questions.add(new Request.Chat(prompt.fill(row, shown(row, first.equals("a"))), sampling));
      }
    } catch (RowTemplate.Unfilled e) {
      return new Outcome.Failed(Failure.BAD_ROW, e.getMessage());
    }
    List<Heard<Shown>> heard = new VerdictTalk<>(models, LINE, options.asking().parse()).ask(models.unit().teacher(),
        questions);
    List<@Nullable String> verdicts = new ArrayList<>();
    for (int i = 0; i < heard.size(); i++) {
      if (heard.get(i) instanceof Unclear<Shown> unclear && Verdicts.leavesOut(options.asking(), models)) {
        return Verdicts.unparsed(options.asking().onUnparsed(), orders.get(i) + " shown first", unclear);
      }
      verdicts.add(verdict(heard.get(i), orders.get(i)));
    }
    return Verdicts.kept(row, output, models.unit(), heard.stream().map(Heard::reply).toList(),
        values(row, models.unit(), orders, heard, verdicts));
  }

  private Map<String, @Nullable Object> shown(Row row, boolean inOrder) {
    Map<String, @Nullable Object> shown = new HashMap<>();
    String request = options.prompt(row.schema());
    String reference = options.columns().reference();
    String a = VerdictMaterial.response(row, options.columns().a());
    String b = VerdictMaterial.response(row, options.columns().b());
    shown.put("rubric", rubric);
    shown.put(VerdictMaterial.PROMPT, request == null ? null : VerdictMaterial.request(row, request));
    shown.put(VerdictMaterial.REFERENCE, reference == null ? null : VerdictMaterial.response(row, reference));
    shown.put("first", inOrder ? a : b);
    shown.put("second", inOrder ? b : a);
    return shown;
  }

  /// `a`, `b` or `tie`; null for a reply that could not be read.
  private static @Nullable String verdict(Heard<Shown> heard, String first) {
    if (!(heard instanceof Understood<Shown> understood)) {
      return null;
    }
    return switch (understood.value()) {
      case FIRST -> first;
      case SECOND -> first.equals("a") ? "b" : "a";
      case TIE -> "tie";
    };
  }

  private Map<String, @Nullable Object> values(Row row, Models.Unit unit, List<String> orders, List<Heard<Shown>> heard,
      List<@Nullable String> verdicts) {
    List<@Nullable Object> details = new ArrayList<>();
    for (int i = 0; i < heard.size(); i++) {
      Map<String, @Nullable Object> detail = new LinkedHashMap<>();
      detail.put("first", orders.get(i));
      detail.put("verdict", verdicts.get(i));
      detail.put("failure", heard.get(i) instanceof Unclear<Shown> unclear ? unclear.failure().word() : null);
      detail.put("reply", heard.get(i).reply().first().text());
      detail.put("asks", (long) heard.get(i).asks());
      details.add(detail);
    }
    String one = verdicts.getFirst();
    String other = verdicts.getLast();
    boolean decided = one != null && other != null;
    String into = options.columns().into();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put(into, !decided ? null : one.equals(other) ? one : "tie");
    values.put(into + "_consistent", decided && verdicts.size() > 1 ? Boolean.valueOf(one.equals(other)) : null);
    values.put(into + "_judge", unit.teacher());
    values.put(into + "_self", Verdicts.self(row, unit.teacher(), "teacher_a", "teacher_b"));
    values.put(into + "_sample", (long) unit.sample());
    values.put(into + "_details", details);
    return values;
  }
}
