package dev.retort.measure.style;

import java.util.ArrayList;
import java.util.List;

/// The counts of a profile that heritability looks at: feature by feature, text by text.
record HeritableFeatures(double[][] counts) {
  private static final List<MarkdownTag> TAGS = List.of(MarkdownTag.STRONG, MarkdownTag.EM, MarkdownTag.OL,
      MarkdownTag.UL, MarkdownTag.H1, MarkdownTag.H2, MarkdownTag.H3, MarkdownTag.H4, MarkdownTag.P);

  static HeritableFeatures of(StyleProfile profile) {
    double[][] counts = new double[TAGS.size() + 1][];
    for (int i = 0; i < TAGS.size(); i++) {
      counts[i] = profile.counts(TAGS.get(i));
    }
    counts[TAGS.size()] = profile.words();
    return new HeritableFeatures(counts);
  }

  int features() {
    return counts.length;
  }

  int texts() {
    return counts[0].length;
  }

  double[] means() {
    int[] all = new int[texts()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    return means(all);
  }

  /// The means over some of the texts.
  double[] means(int[] units) {
    double[] means = new double[counts.length];
    for (int feature = 0; feature < means.length; feature++) {
      double sum = 0;
      for (int unit : units) {
        sum += counts[feature][unit];
      }
      means[feature] = sum / units.length;
    }
    return means;
  }

  static TagRatios ratios(double[] student, double[] teacher) {
    List<TagRatios.Ratio> ratios = new ArrayList<>();
    for (int i = 0; i < student.length; i++) {
      ratios.add(new TagRatios.Ratio(i < TAGS.size() ? TAGS.get(i).label() : "words", student[i], teacher[i]));
    }
    return new TagRatios(ratios);
  }
}
