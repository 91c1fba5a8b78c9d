package dev.retort.measure.judging;

import org.jspecify.annotations.Nullable;

/// What a judge said of one pair of answers, with what is known of the pair.
///
/// @param verdicts in each order in which the pair was shown
/// @param answers the two answers
/// @param human what people prefer; null where nobody says or they do not agree
public record Judged(Verdicts verdicts, Answers answers, @Nullable Choice human) {

  /// A verdict for each order; null where it could not be read.
  /// @param aFirst with answer a shown first
  /// @param bFirst with answer b shown first
  /// @param both whether both orders were asked; else only `aFirst` was
  public record Verdicts(@Nullable Choice aFirst, @Nullable Choice bFirst, boolean both) {

    /// One that was asked in one order, or of which no orders are known.
    public static Verdicts one(@Nullable Choice verdict) {
      return new Verdicts(verdict, null, false);
    }

    public static Verdicts both(@Nullable Choice aFirst, @Nullable Choice bFirst) {
      return new Verdicts(aFirst, bFirst, true);
    }

    /// Whether a verdict is missing, so that the pair is undecided.
    boolean undecided() {
      return aFirst == null || both && bFirst == null;
    }

    /// The winner in all orders asked, else a tie; null when undecided.
    public @Nullable Choice combined() {
      if (undecided()) {
        return null;
      }
      return !both || aFirst == bFirst ? aFirst : Choice.TIE;
    }
  }

  /// What is known of two answers.
  /// @param lengthA code points of a; null where it is absent
  /// @param familyA of the model that wrote a; null where nobody says
  public record Answers(@Nullable Long lengthA, @Nullable Long lengthB, @Nullable String familyA,
      @Nullable String familyB) {

    /// How much longer a is, as the logarithm of the ratio; an empty answer counts as one code point. Null where one is
    /// absent.
    @Nullable
    Double logRatio() {
      return lengthA == null || lengthB == null
          ? null
          : Double.valueOf(StrictMath.log((double) Math.max(1, lengthA) / Math.max(1, lengthB)));
    }
  }
}
