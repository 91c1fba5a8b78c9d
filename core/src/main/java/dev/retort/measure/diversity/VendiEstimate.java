package dev.retort.measure.diversity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.TDistribution;

/// The Vendi score of many texts without all eigenvalues: an estimate with its error.
///
/// The sum over eigenvalues of K/n of `f = -x ln x` (or `x^q`) is taken apart. The largest eigenvalues, which Lanczos'
/// recurrence finds exactly, are summed. The rest is the mean of `z' f(K/n) z` over random sign vectors `z` without the
/// directions of the largest (Hutchinson's estimator with the deflation of Meyer et al. 2021, arXiv 2010.09649), each by
/// Lanczos quadrature. The traces of K and K², which are known exactly, correct the chance of the draw (regression on
/// two control variates). Stated is the sum of two errors: the 95 % t interval of the regression, and half the distance
/// of Gauss's from Radau's rule, which bound each quadrature from both sides. q = 2 is exact; q = infinity is accurate to
/// [#TOLERANCE].
///
/// Cost: (steps x probes) passes over the n-grams that several texts share, and the sum over these of the square of how
/// many texts have them. Memory is linear in words. K must be normalised: see [NgramKernel#normalised].
public final class VendiEstimate {
  /// How exact the largest eigenvalues are, by the trace.
  static final double TOLERANCE = 1e-7;
  private static final int WIDTH = 8;
  private static final int LARGEST = 24;
  private final NgramKernel kernel;
  private final List<Lanczos.Pair> largest;
  private final List<Lanczos> runs = new ArrayList<>();
  private final double[] norms;
  private final double trace;
  private final double squares;

  /// @param probes how many random vectors; a multiple of 8
  /// @param steps how many steps of the recurrence from each
  public record Plan(int probes, int steps, long seed) {
    public static final Plan USUAL = new Plan(16, 24, 1);

    public Plan {
      if (probes < WIDTH || probes % WIDTH != 0 || steps < 2) {
        throw new IllegalArgumentException("Vendi estimate: found %d probes of %d steps, wanted a multiple of %d probes"
            .formatted(probes, steps, WIDTH) + " of 2 steps or more. Use 16 of 24 if in doubt.");
      }
    }
  }

  /// A score that lies between two bounds with 95 % confidence.
  public record Estimate(double value, double low, double high) {}

  private VendiEstimate(NgramKernel kernel, Plan plan) {
    this.kernel = kernel;
    trace = Arrays.stream(kernel.diagonal()).sum() / kernel.size();
    squares = kernel.sumOfSquares() / ((double) kernel.size() * kernel.size());
    SplittableRandom random = new SplittableRandom(plan.seed);
    int steps = Math.min(kernel.size(), Math.max(80, 2 * plan.steps));
    largest = Lanczos.of(kernel, signs(1, random), 1, steps).converged(LARGEST, TOLERANCE * trace);
    norms = new double[plan.probes];
    for (int block = 0; block < plan.probes / WIDTH; block++) {
      double[] start = signs(WIDTH, random);
      deflate(start);
      for (int i = 0; i < start.length; i++) {
        norms[block * WIDTH + i % WIDTH] += start[i] * start[i];
      }
      runs.add(Lanczos.of(kernel, start, WIDTH, Math.min(plan.steps, kernel.size())));
    }
  }

  public static VendiEstimate of(NgramKernel kernel, Plan plan) {
    if (kernel.size() < 100) {
      throw new IllegalArgumentException("Vendi estimate: found %d texts, wanted 100 or more. Compute it exactly."
          .formatted(kernel.size()));
    }
    return new VendiEstimate(kernel, plan);
  }

  /// @param q above 0; may be infinite
  public Estimate score(double q) {
    if (Double.isInfinite(q)) {
      double first = largest.getFirst().value();
      double error = TOLERANCE * trace;
      return new Estimate(1 / first, 1 / (first + error), 1 / (first - error));
    }
    if (q == 2) {
      return new Estimate(1 / squares, 1 / squares, 1 / squares);
    }
    return rest(q);
  }

  private Estimate rest(double q) {
    double[] values = new double[norms.length];
    double[][] known = new double[2][norms.length];
    double gap = 0;
    for (int p = 0; p < values.length; p++) {
      Lanczos run = runs.get(p / WIDTH);
      double gauss = run.gauss(p % WIDTH, q);
      double radau = run.radau(p % WIDTH, q);
      values[p] = norms[p] * (gauss + radau) / 2;
      gap += norms[p] * Math.abs(gauss - radau) / 2 / values.length;
      known[0][p] = norms[p] * run.first(p % WIDTH);
      known[1][p] = norms[p] * run.second(p % WIDTH);
    }
    double[] truth = {trace - largest.stream().mapToDouble(Lanczos.Pair::value).sum(),
        squares - largest.stream().mapToDouble(pair -> pair.value() * pair.value()).sum()};
    Regression fit = Regression.of(values, known, truth);
    double exact = largest.stream().mapToDouble(pair -> Vendi.term(pair.value(), q)).sum();
    double sum = exact + fit.value();
    double error = gap
        + fit.standardError() * TDistribution.of(values.length - 3).inverseCumulativeProbability(0.975);
    double low = Math.exp(Vendi.entropy(q <= 1 ? sum - error : sum + error, q));
    double high = Math.exp(Vendi.entropy(q <= 1 ? sum + error : sum - error, q));
    return new Estimate(Math.exp(Vendi.entropy(sum, q)), low, high);
  }

  private double[] signs(int width, SplittableRandom random) {
    double[] signs = new double[kernel.size() * width];
    Arrays.setAll(signs, i -> random.nextBoolean() ? 1 : -1);
    return signs;
  }

  private void deflate(double[] block) {
    for (Lanczos.Pair pair : largest) {
      double[] dots = new double[WIDTH];
      for (int i = 0; i < block.length; i++) {
        dots[i % WIDTH] += block[i] * pair.vector()[i / WIDTH];
      }
      for (int i = 0; i < block.length; i++) {
        block[i] -= dots[i % WIDTH] * pair.vector()[i / WIDTH];
      }
    }
  }
}
