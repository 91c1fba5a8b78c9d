package dev.retort.measure.judging;

import dev.retort.measure.judging.Judged.Answers;
import dev.retort.measure.judging.Judged.Verdicts;
import dev.retort.measure.judging.PairReport.Counts;
import dev.retort.measure.judging.PairReport.Favours;
import dev.retort.measure.judging.PairReport.Position;
import org.jspecify.annotations.Nullable;

/// Adds up what one judge said of pairs; memory does not grow with them.
public final class PairTally {
  private final String judge;
  private final String family;
  private final long[] combined = new long[3];
  private long undecided;
  private long inconsistent;
  private long usable;
  private final Favour first = new Favour();
  private final Side longer = new Side();
  private final Side own = new Side();
  private final Line length = new Line();
  private final long[][] labels = new long[3][3];
  private long unlabelled;

  /// Wins of a side by the judge and by people.
  private static final class Side {
    private final long[] won = new long[2];
    private long both;
    private long plus;
    private long minus;

    void add(Choice side, @Nullable Choice verdict, @Nullable Choice human) {
      boolean decided = verdict != null && verdict != Choice.TIE;
      boolean hit = verdict == side;
      if (decided) {
        won[hit ? 1 : 0]++;
      }
      if (decided && human != null && human != Choice.TIE) {
        both++;
        plus += hit && human != side ? 1 : 0;
        minus += !hit && human == side ? 1 : 0;
      }
    }
  }

  public PairTally(String judge, Families families) {
    this.judge = judge;
    this.family = families.of(judge);
  }

  public void add(Judged judged) {
    Verdicts verdicts = judged.verdicts();
    Choice verdict = verdicts.combined();
    if (verdict == null) {
      undecided++;
    } else {
      combined[verdict.ordinal()]++;
    }
    position(verdicts);
    sides(judged.answers(), verdict, judged.human());
    if (judged.human() != null) {
      if (verdict == null) {
        unlabelled++;
      } else {
        labels[judged.human().ordinal()][verdict.ordinal()]++;
      }
    }
  }

  private void position(Verdicts verdicts) {
    if (!verdicts.both() || verdicts.undecided()) {
      return;
    }
    usable++;
    inconsistent += verdicts.aFirst() == verdicts.bFirst() ? 0 : 1;
    int firsts = (verdicts.aFirst() == Choice.A ? 1 : 0) + (verdicts.bFirst() == Choice.B ? 1 : 0);
    int seconds = (verdicts.aFirst() == Choice.B ? 1 : 0) + (verdicts.bFirst() == Choice.A ? 1 : 0);
    first.add(firsts, seconds);
  }

  private void sides(Answers answers, @Nullable Choice verdict, @Nullable Choice human) {
    Long a = answers.lengthA();
    Long b = answers.lengthB();
    if (a != null && b != null && !a.equals(b)) {
      longer.add(a > b ? Choice.A : Choice.B, verdict, human);
    }
    Double ratio = answers.logRatio();
    if (ratio != null && verdict != null) {
      length.add(ratio, verdict.sign());
    }
    boolean ownA = family.equals(answers.familyA());
    boolean ownB = family.equals(answers.familyB());
    if (ownA != ownB && answers.familyA() != null && answers.familyB() != null) {
      own.add(ownA ? Choice.A : Choice.B, verdict, human);
    }
  }

  public PairReport report() {
    long ties = combined[Choice.TIE.ordinal()];
    long decided = combined[0] + combined[1];
    return new PairReport(judge, new Counts(decided + ties + undecided, decided, ties, undecided, inconsistent),
        new Position(first.value(), first.share(), LabelAgreement.share(usable - inconsistent, usable), usable),
        favours(longer, length), favours(own, new Line()), new LabelAgreement(copy(labels), unlabelled));
  }

  private static Favours favours(Side side, Line line) {
    return new Favours(LabelAgreement.share(side.won[1], side.won[0] + side.won[1]),
        Paired.difference(side.plus, side.minus, side.both), line.correlation());
  }

  private static long[][] copy(long[][] counts) {
    return new long[][]{counts[0].clone(), counts[1].clone(), counts[2].clone()};
  }
}
