package dev.retort.measure.statistics;

import java.util.Arrays;

/// The ways numpy knows to read a quantile from a sample; `LINEAR` is its default and ours.
///
/// The continuous ways are Hyndman and Fan's (Sample Quantiles in Statistical Packages, 1996) types 4 to 9: a place
/// `n p + a + p (1 - a - b) - 1` among the sorted values, counted from 0, between the two of which it is interpolated.
/// Their types 1 to 3 and the four that only round the place of `LINEAR` step from value to value.
public enum Quantile {
  LINEAR, LOWER, HIGHER, NEAREST, MIDPOINT, HAZEN, WEIBULL, MEDIAN_UNBIASED, NORMAL_UNBIASED, INVERTED_CDF, AVERAGED_INVERTED_CDF, CLOSEST_OBSERVATION, INTERPOLATED_INVERTED_CDF;

  /// The quantile of values in any order, which are not changed.
  public double of(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, share);
  }

  /// The quantile of values that are sorted upwards.
  public double ofSorted(double[] sorted, double share) {
    if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1]) || !(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("quantile: " + sorted.length + " values and a share of " + share
          + ", wanted one value at least, none missing, and a share from 0 to 1.");
    }
    int n = sorted.length;
    double product = n * share;
    double place = (n - 1) * share;
    return switch (this) {
      case LINEAR -> between(sorted, place);
      case LOWER -> at(sorted, Math.floor(place));
      case HIGHER -> at(sorted, Math.ceil(place));
      case NEAREST -> at(sorted, Math.rint(place));
      case MIDPOINT -> 0.5 * (at(sorted, Math.floor(place)) + at(sorted, Math.ceil(place)));
      case HAZEN -> between(sorted, place(n, share, 0.5));
      case WEIBULL -> between(sorted, place(n, share, 0));
      case MEDIAN_UNBIASED -> between(sorted, place(n, share, 1.0 / 3));
      case NORMAL_UNBIASED -> between(sorted, place(n, share, 3.0 / 8));
      case INVERTED_CDF -> at(sorted, Math.ceil(product) - 1);
      case AVERAGED_INVERTED_CDF -> 0.5 * (at(sorted, Math.ceil(product) - 1) + at(sorted, Math.floor(product)));
      case CLOSEST_OBSERVATION -> at(sorted, Math.rint(product) - 1);
      case INTERPOLATED_INVERTED_CDF -> between(sorted, product - 1);
    };
  }

  private static double place(int n, double share, double ends) {
    return n * share + ends + share * (1 - 2 * ends) - 1;
  }

  private static double at(double[] sorted, double place) {
    return sorted[(int) Math.max(0, Math.min(sorted.length - 1, place))];
  }

  private static double between(double[] sorted, double place) {
    double inside = Math.max(0, Math.min(sorted.length - 1, place));
    double low = at(sorted, Math.floor(inside));
    double high = at(sorted, Math.floor(inside) + 1);
    double part = inside - Math.floor(inside);
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
  }
}
