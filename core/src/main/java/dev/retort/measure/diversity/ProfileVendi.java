package dev.retort.measure.diversity;

import dev.retort.measure.statistics.Measured;

/// Vendi scores of a profile, with their intervals.
///
/// The error over texts is that of the score's logarithm, by a jackknife over parts of a sample of at most 300 texts, made
/// smaller by the root of how many times more texts the score itself rests on. An estimate's own error comes on top.
final class ProfileVendi {
  private static final int[] ORDERS = {1, 2, 3, 4};
  private static final int JACKKNIFED = 300;

  private ProfileVendi() {}

  static Reading ngram(ProfileTexts texts, DiversityOptions options) {
    boolean exact = texts.size() <= options.limits().exact();
    NgramKernel kernel = kernel(texts);
    VendiEstimate.Estimate found;
    if (exact) {
      Score score = Vendi.of(kernel.matrix(), 1);
      if (score instanceof Score.Absent(String reason)) {
        return new Reading.Absent(reason);
      }
      double value = score.number().orElseThrow();
      found = new VendiEstimate.Estimate(value, value, value);
    } else {
      VendiEstimate.Plan plan = new VendiEstimate.Plan(16, 24, options.seed());
      found = VendiEstimate.of(kernel, plan).score(1);
    }
    String how = exact
        ? "; n = 1 to 4, exact"
        : "; n = 1 to 4, estimated to between %.5g and %.5g"
            .formatted(found.low(), found.high());
    return reading(found, texts, how, sample -> kernel(sample).matrix());
  }

  static Reading embedding(ProfileTexts texts) {
    if (texts.vectors().isEmpty()) {
      return new Reading.Absent("there are no embeddings");
    }
    Score score = Vendi.cosine(texts.vectors().toArray(double[][]::new), 1);
    return switch (score) {
      case Score.Absent(String reason) -> new Reading.Absent(reason);
      case Score.Value(double value) -> reading(new VendiEstimate.Estimate(value, value, value), texts,
          "; cosines of embeddings, exact",
          sample -> KernelMatrix.cosine(sample.vectors().toArray(double[][]::new)));
    };
  }

  private interface KernelOf {
    KernelMatrix of(ProfileTexts texts);
  }

  private static Reading reading(VendiEstimate.Estimate found, ProfileTexts texts, String how, KernelOf kernel) {
    ProfileTexts some = texts.most(JACKKNIFED);
    String source = how + "; interval: jackknife over 20 random parts"
        + (some.size() < texts.size() ? " of %d texts, scaled to %d".formatted(some.size(), texts.size()) : "");
    return ProfileMeasures.reading(Score.of(found.value()), texts, source, () -> {
      KernelMatrix all = kernel.of(some);
      int parts = Math.min(ProfileTexts.GROUPS, some.size());
      int[] dealt = some.dealt(parts);
      double half = Jackknife.of(parts, part -> logarithm(all.among(ProfileTexts.without(part, dealt)))).half()
          * Math.sqrt((double) some.size() / texts.size());
      return new Measured(found.value(), Math.max(1, found.low() * Math.exp(-half)),
          Math.min(texts.size(), found.high() * Math.exp(half)), texts.size());
    });
  }

  private static double logarithm(KernelMatrix kernel) {
    return Math.log(Vendi.of(kernel, 1).number().orElse(1));
  }

  private static NgramKernel kernel(ProfileTexts texts) {
    return NgramKernel.of(texts.words(), ORDERS).normalised();
  }
}
