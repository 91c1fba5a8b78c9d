package dev.retort.steps;

import dev.retort.UserError;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.Models;
import dev.retort.step.OfModel;
import dev.retort.step.Outcome;
import dev.retort.steps.Judge.Distribution;
import dev.retort.steps.VerdictTalk.Heard;
import dev.retort.steps.VerdictTalk.Unclear;
import dev.retort.steps.VerdictTalk.Understood;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Logprobs;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One response graded by one judge: the rollout of [Judge].
///
/// @param rubrics criteria by name
record JudgeGrading(Judge options, VerdictPrompt prompt, Map<String, String> rubrics, Schema output)
    implements
      OfModel.Rollout {
  private static final int MOST_RIVALS = 20;

  @Override
  public Outcome run(Row row, Models models) {
    List<Request.Chat> questions = new ArrayList<>();
    Sampling plain = Verdicts.draw(models, options.sampling());
    try {
      for (String rubric : rubrics.values()) {
        questions.add(new Request.Chat(prompt.fill(row, shown(row, rubric)), plain));
      }
    } catch (RowTemplate.Unfilled e) {
      return new Outcome.Failed(Failure.BAD_ROW, e.getMessage());
    }
    List<Heard<Integer>> heard = ask(models, questions);
    List<String> names = List.copyOf(rubrics.keySet());
    for (int i = 0; i < heard.size(); i++) {
      if (heard.get(i) instanceof Unclear<Integer> unclear && Verdicts.leavesOut(options.asking(), models)) {
        return Verdicts.unparsed(options.asking().onUnparsed(), names.get(i), unclear);
      }
    }
    return Verdicts.kept(row, output, models.unit(), heard.stream().map(Heard::reply).toList(),
        values(row, models.unit(), names, heard));
  }

  private Map<String, @Nullable Object> shown(Row row, String rubric) {
    Map<String, @Nullable Object> shown = new HashMap<>();
    String request = options.prompt(row.schema());
    String reference = options.columns().reference();
    JudgeScale scale = options.scoring().scale();
    shown.put("rubric", rubric);
    shown.put(VerdictMaterial.PROMPT, request == null ? null : VerdictMaterial.request(row, request));
    shown.put(VerdictMaterial.RESPONSE,
        VerdictMaterial.response(row, Objects.requireNonNull(options.response(row.schema()))));
    shown.put(VerdictMaterial.REFERENCE, reference == null ? null : VerdictMaterial.response(row, reference));
    shown.put("low", (long) scale.low());
    shown.put("high", (long) scale.high());
    shown.put("unsure", (long) scale.unsure());
    return shown;
  }

  /// With likelihoods where they are wanted and the judge's kind can tell them. A server that refuses to is asked again
  /// without, unless they are required.
  private List<Heard<Integer>> ask(Models models, List<Request.Chat> questions) {
    JudgeScale scale = options.scoring().scale();
    String judge = models.unit().teacher();
    String wanted = "Score: n";
    VerdictTalk<Integer> talk = new VerdictTalk<>(models, new VerdictLine<>("score", scale::read, wanted),
        options.asking().parse());
    Sampling asked = options.likelihoods(questions.getFirst().sampling());
    List<String> cannot = models.teacher(judge).backend().cannot(asked);
    List<Request.Chat> telling = questions.stream().map(chat -> new Request.Chat(chat.messages(), asked)).toList();
    return switch (options.scoring().distribution()) {
      case OFF -> talk.ask(judge, questions);
      case REQUIRED -> {
        if (!cannot.isEmpty()) {
          throw new UserError(
              ("step %s: teacher '%s' cannot tell log-probabilities (%s), which 'distribution: required' "
                  + "needs. Ask another judge, or set 'distribution: auto'.").formatted(models.unit().step(), judge,
                      String.join(" ", cannot)));
        }
        yield talk.ask(judge, telling);
      }
      case AUTO -> {
        if (!cannot.isEmpty()) {
          yield talk.ask(judge, questions);
        }
        try {
          yield talk.ask(judge, telling);
        } catch (CallFailed e) {
          if (e.failure() != Failure.BAD_REQUEST) {
            throw e;
          }
          yield talk.ask(judge, questions);
        }
      }
    };
  }

  private Map<String, @Nullable Object> values(Row row, Models.Unit unit, List<String> names,
      List<Heard<Integer>> heard) {
    List<@Nullable Object> details = new ArrayList<>();
    double scores = 0;
    double expected = 0;
    boolean scored = true;
    boolean told = true;
    for (int i = 0; i < heard.size(); i++) {
      Map<String, @Nullable Object> detail = detail(names.get(i), heard.get(i));
      scored &= detail.get("score") != null;
      told &= detail.get("expected") != null;
      scores += detail.get("score") instanceof Long score ? score : 0;
      expected += detail.get("expected") instanceof Double mean ? mean : 0;
      details.add(detail);
    }
    String into = options.columns().into();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put(into, scored ? (Double) (scores / heard.size()) : null);
    values.put(into + "_expected", told ? (Double) (expected / heard.size()) : null);
    values.put(into + "_judge", unit.teacher());
    values.put(into + "_self", Verdicts.self(row, unit.teacher(), "teacher"));
    values.put(into + "_sample", (long) unit.sample());
    values.put(into + "_details", details);
    return values;
  }

  private Map<String, @Nullable Object> detail(String rubric, Heard<Integer> heard) {
    JudgeDistribution distribution = heard instanceof Understood<Integer> understood ? distribution(understood) : null;
    Map<String, @Nullable Object> detail = new LinkedHashMap<>();
    detail.put("rubric", rubric);
    detail.put("score", heard instanceof Understood<Integer> understood ? Long.valueOf(understood.value()) : null);
    detail.put("expected", distribution == null ? null : distribution.expected(options.scoring().scale()));
    detail.put("probabilities", distribution == null ? null : distribution.probabilities());
    detail.put("mass", distribution == null ? null : distribution.mass());
    detail.put("ambiguous", distribution == null ? null : distribution.ambiguous());
    detail.put("failure", heard instanceof Unclear<Integer> unclear ? unclear.failure().word() : null);
    detail.put("reply", heard.reply().first().text());
    detail.put("asks", (long) heard.asks());
    return detail;
  }

  /// Null where none is wanted or told, or where it was not required and cannot be read.
  private @Nullable JudgeDistribution distribution(Understood<Integer> understood) {
    Reply.Choice choice = understood.reply().first();
    if (options.scoring().distribution() == Distribution.OFF
        || choice.logprobs() == null && options.scoring().distribution() == Distribution.AUTO) {
      return null;
    }
    try {
      return JudgeDistribution.of(Logprobs.of(choice, MOST_RIVALS), understood.statement(), understood.value(),
          options.scoring().scale());
    } catch (CallFailed e) {
      if (options.scoring().distribution() == Distribution.REQUIRED) {
        throw e;
      }
      return null;
    }
  }
}
