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
import java.util.EnumSet;
import java.util.List;
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
  int asked;
  int malformed;
  int withheld;
  int unverified;
  int withoutValid;
  int rejected;
  int unassigned;
  int unfit;
  int overlapping;
  int unknown;
  private String last = "";

  ClusterAgentTally(ClusterAgent.Rounds how) {
    this.how = how;
  }

  void score(ClusterScore round) {
    scored.add(round);
  }

  int scored() {
    return scored.size();
  }

  /// The means; null where no round was scored.
  @Nullable
  ClusterRounds means() {
    return ClusterRounds.of(scored, how.texts());
  }

  void lost(Failure failure, String message) {
    if (ClusterAgentAsking.malformed(failure)) {
      malformed++;
    } else {
      withheld++;
    }
    last = message;
  }

  void lostInVerification(String message) {
    unverified++;
    last = message;
  }

  /// Counts a reply whose clustering did not fit, and why where it was one.
  void unfit(Reply reply) {
    unfit++;
    Extraction.Found found = Extraction.read(reply.first().text(), Extraction.Ending.UNKNOWN,
        ClusterAgentAnswers.CLUSTERS);
    if (found instanceof Extraction.Fits(JsonNode answer, _)) {
      Set<Breach> breaches = EnumSet.noneOf(Breach.class);
      for (Broken broken : ClusterScore.broken(ClusterAgentAnswers.members(answer), how.texts())) {
        breaches.add(broken.breach());
      }
      overlapping += breaches.contains(Breach.OVERLAPPING) ? 1 : 0;
      unknown += breaches.contains(Breach.UNKNOWN) ? 1 : 0;
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
