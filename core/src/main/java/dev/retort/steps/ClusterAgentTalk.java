package dev.retort.steps;

import dev.retort.measure.diversity.ClusterScore;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.Models;
import dev.retort.step.Outcome;
import dev.retort.steps.ClusterAgentPrompts.Kind;
import dev.retort.steps.ClusterAgentTally.Count;
import dev.retort.teacher.Failure;
import dev.retort.teacher.structured.Structured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One row's talk with the model: the rollout of [ClusterAgent].
///
/// Draws are made in the order of the rounds and answers are looked at in that order, wave by wave, so nothing hangs on
/// which came first.
final class ClusterAgentTalk {
  private final ClusterAgent options;
  private final ClusterAgentPrompts prompts;
  private final Models models;
  private final ClusterAgentAsking asking;
  private final ClusterAgentTally tally;
  private List<String> texts = List.of();
  private List<String> criteria = List.of();

  /// A round on its way.
  private static final class Round {
    final int[] drawn;
    final List<JsonNode> clusters = new ArrayList<>();
    final List<int[]> members = new ArrayList<>();
    int valid;
    int validMembers;
    @Nullable
    String unverified;

    Round(int[] drawn) {
      this.drawn = drawn;
    }
  }

  /// A cluster to be looked at again.
  private record Doubted(Round round, int[] members, String prompt) {}

  ClusterAgentTalk(ClusterAgent options, ClusterAgentPrompts prompts, Models models) {
    this.options = options;
    this.prompts = prompts;
    this.models = models;
    this.asking = new ClusterAgentAsking(models, options.sampling());
    this.tally = new ClusterAgentTally(options.rounds());
  }

  Outcome hold(Row row, Schema output) {
    texts = texts(row);
    ClusterAgent.Rounds how = options.rounds();
    if (texts.size() < how.texts()) {
      return new Outcome.Dropped("too_few_texts");
    }
    ClusterAgentDraws draws = new ClusterAgentDraws(texts.size(), models.random());
    ClusterAgentCriteria found = ClusterAgentCriteria.find(options, prompts, asking, draws, texts);
    criteria = found.sentences();
    while (tally.get(Count.ASKED) < how.most() && !tally.narrow()) {
      wave(draws, Math.min(how.wave(), how.most() - tally.get(Count.ASKED)));
      tally.bearable();
    }
    return Outcome.kept(new ClusterAgentRow(options, tally, found, texts.size()).of(row, output, models.unit(),
        asking.simulated()));
  }

  private List<String> texts(Row row) {
    List<@Nullable Object> values = row.list(options.column());
    List<String> kept = new ArrayList<>();
    if (values != null) {
      for (Object value : values) {
        if (value instanceof String text && !text.isBlank()) {
          kept.add(text);
        }
      }
    }
    return kept;
  }

  private void wave(ClusterAgentDraws draws, int rounds) {
    List<int[]> drawn = new ArrayList<>(rounds);
    List<String> asked = new ArrayList<>(rounds);
    for (int i = 0; i < rounds; i++) {
      drawn.add(draws.draw(options.rounds().texts()));
      asked.add(prompts.fill(Kind.CLUSTER, criteria, !criteria.isEmpty(), (long) drawn.getLast().length,
          ClusterAgentPrompts.numbered(texts, drawn.getLast())));
    }
    Structured how = ClusterAgentAnswers.clusters(options.rounds().texts(), options.prompts().reask());
    List<Structured.Asked> answers = asking.each(how, asked);
    List<Round> clustered = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      tally.add(Count.ASKED, 1);
      answers.get(i).unfit().forEach(tally::unfit);
      switch (answers.get(i).result()) {
        case Structured.Given given -> clustered.add(clustered(drawn.get(i), given.answer()));
        case Structured.NotGiven(Failure failure, String message) -> tally.lost(failure, message);
      }
    }
    verify(clustered);
    clustered.forEach(this::score);
  }

  private static Round clustered(int[] drawn, JsonNode answer) {
    Round round = new Round(drawn);
    answer.path("clusters").forEach(round.clusters::add);
    round.members.addAll(ClusterAgentAnswers.members(answer));
    return round;
  }

  /// A cluster of one text is valid whatever one thinks of it.
  private void verify(List<Round> rounds) {
    List<Doubted> doubted = new ArrayList<>();
    for (Round round : rounds) {
      for (int i = 0; i < round.members.size(); i++) {
        int[] members = round.members.get(i);
        if (options.rounds().verify() && members.length > 1) {
          doubted.add(new Doubted(round, members, doubt(round, members, round.clusters.get(i))));
        } else {
          valid(round, members);
        }
      }
    }
    List<Structured.Asked> verdicts = asking.each(ClusterAgentAnswers.verdict(options.prompts().reask()),
        doubted.stream().map(Doubted::prompt).toList());
    for (int i = 0; i < doubted.size(); i++) {
      judge(doubted.get(i), verdicts.get(i).result());
    }
  }

  private void judge(Doubted cluster, Structured.Result verdict) {
    switch (verdict) {
      case Structured.NotGiven(_, String message) -> cluster.round.unverified = message;
      case Structured.Given given when given.answer().path("valid").asInt(0) == 1 ->
        valid(cluster.round, cluster.members);
      case Structured.Given _ -> tally.add(Count.CLUSTERS_REJECTED, 1);
    }
  }

  private String doubt(Round round, int[] members, JsonNode cluster) {
    int[] places = Arrays.stream(members).map(member -> round.drawn[member - 1]).toArray();
    List<Map<String, Object>> shown = ClusterAgentPrompts.numbered(texts, places);
    return prompts.fill(Kind.VERIFY, criteria, !criteria.isEmpty(), (long) members.length,
        ClusterAgentAnswers.line(cluster.path("reason")), shown);
  }

  private static void valid(Round round, int[] members) {
    round.valid++;
    round.validMembers += members.length;
  }

  private void score(Round round) {
    tally.add(Count.UNASSIGNED, ClusterScore.unassigned(round.members, options.rounds().texts()));
    if (round.unverified != null) {
      tally.lostInVerification(round.unverified);
    } else if (round.valid == 0) {
      tally.add(Count.WITHOUT_VALID, 1);
    } else {
      tally.score(new ClusterScore(round.valid, round.validMembers));
    }
  }
}
