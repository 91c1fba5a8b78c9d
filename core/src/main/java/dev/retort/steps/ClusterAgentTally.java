package dev.retort.steps;

import dev.retort.measure.diversity.ClusterRounds;
import dev.retort.measure.diversity.ClusterScore;
import dev.retort.measure.diversity.ClusterScore.Breach;
import dev.retort.measure.diversity.ClusterScore.Broken;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.structured.Extraction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What came of the rounds so far.
final class ClusterAgentTally {
  /// Rounds before it is judged whether too many are lost.
  private static final int FEWEST_ASKED = 50;
  /// Scored rounds before the interval is trusted enough to stop.
  private static final int FEWEST_SCORED = 100;

  private final ClusterAgent.Rounds how;
  private final List<ClusterScore> scored = new ArrayList<>();
  private final Map<Count, Integer> counts = new EnumMap<>(Count.class);
  private String last = "";

  /// Something that is counted; the row names it in small letters.
  enum Count {
    ASKED, SCORED, MALFORMED, WITHHELD, UNVERIFIED, WITHOUT_VALID, CLUSTERS_REJECTED, UNASSIGNED, REPLIES_UNFIT, REPLIES_OVERLAPPING, REPLIES_UNKNOWN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  ClusterAgentTally(ClusterAgent.Rounds how) {
    this.how = how;
  }

  void add(Count count, int more) {
    counts.merge(count, more, Integer::sum);
  }

  int get(Count count) {
    return counts.getOrDefault(count, 0);
  }

  void score(ClusterScore round) {
    scored.add(round);
    add(Count.SCORED, 1);
  }

  /// The means; null where no round was scored.
  @Nullable
  ClusterRounds means() {
    return ClusterRounds.of(scored, how.texts());
  }

  void lost(Failure failure, String message) {
    add(ClusterAgentAsking.malformed(failure) ? Count.MALFORMED : Count.WITHHELD, 1);
    last = message;
  }

  void lostInVerification(String message) {
    add(Count.UNVERIFIED, 1);
    last = message;
  }

  /// Counts a reply whose clustering did not fit, and why where it was one.
  void unfit(Reply reply) {
    add(Count.REPLIES_UNFIT, 1);
    Extraction.Found found = Extraction.read(reply.first().text(), Extraction.Ending.UNKNOWN,
        ClusterAgentAnswers.CLUSTERS);
    if (found instanceof Extraction.Fits(JsonNode answer, _)) {
      Set<Breach> breaches = EnumSet.noneOf(Breach.class);
      for (Broken broken : ClusterScore.broken(ClusterAgentAnswers.members(answer), how.texts())) {
        breaches.add(broken.breach());
      }
      add(Count.REPLIES_OVERLAPPING, breaches.contains(Breach.OVERLAPPING) ? 1 : 0);
      add(Count.REPLIES_UNKNOWN, breaches.contains(Breach.UNKNOWN) ? 1 : 0);
    }
  }

  /// Whether the interval of D is as narrow as asked.
  boolean narrow() {
    ClusterRounds means = means();
    return how.width() != null && scored.size() >= FEWEST_SCORED && means != null
        && means.diversity().width() <= how.width();
  }

  /// @throws CallFailed where more rounds are lost than may be
  void bearable() {
    int asked = get(Count.ASKED);
    int malformed = get(Count.MALFORMED);
    int withheld = get(Count.WITHHELD);
    int unverified = get(Count.UNVERIFIED);
    int lost = malformed + withheld + unverified;
    boolean enough = asked >= FEWEST_ASKED || asked == how.most();
    if (enough && lost > asked * how.malformed()) {
      throw new CallFailed(Failure.MALFORMED_REPLY,
          ("%d of %d rounds gave nothing that can be counted (%d malformed, %d withheld, %d not verified), more than "
              + "'rounds.malformed' allows (%s). The last: %s")
              .formatted(lost, asked, malformed, withheld, unverified, how.malformed(), last));
    }
  }
}
