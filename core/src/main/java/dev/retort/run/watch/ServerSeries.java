package dev.retort.run.watch;

import dev.retort.run.watch.ServerPage.Figure;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Sums up a server's pages of figures as they are read.
public final class ServerSeries {
  private final Map<Figure, Gauge> gauges = new EnumMap<>(Figure.class);
  private final Map<Figure, Counter> counters = new EnumMap<>(Figure.class);
  private long looks;

  private static final class Gauge {
    private double min = Double.POSITIVE_INFINITY;
    private double max;
    private double sum;
    private long samples;

    private void add(double value) {
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      samples++;
    }
  }

  private static final class Counter {
    private double last;
    private double added;

    private Counter(double first) {
      last = first;
    }

    /// A counter that falls began anew: its server was started again.
    private void add(double value) {
      added += value >= last ? value - last : value;
      last = value;
    }
  }

  /// Takes a page.
  /// @return whether it told anything that is known
  public boolean add(String page) {
    Map<Figure, Double> figures = ServerPage.read(page);
    if (figures.isEmpty()) {
      return false;
    }
    take(figures);
    return true;
  }

  private synchronized void take(Map<Figure, Double> figures) {
    looks++;
    figures.forEach((figure, value) -> {
      if (!figure.counter()) {
        gauges.computeIfAbsent(figure, _ -> new Gauge()).add(value);
      } else {
        Counter known = counters.get(figure);
        if (known == null) {
          counters.put(figure, new Counter(value));
        } else {
          known.add(value);
        }
      }
    });
  }

  /// Null where no page told anything.
  public synchronized @Nullable ServerFigures figures() {
    if (looks == 0) {
      return null;
    }
    Map<String, ServerFigures.Range> ranges = new TreeMap<>();
    gauges.forEach((figure, gauge) -> ranges.put(word(figure),
        new ServerFigures.Range(gauge.min, gauge.sum / gauge.samples, gauge.max)));
    Map<String, Double> counted = new TreeMap<>();
    counters.forEach((figure, counter) -> counted.put(word(figure), counter.added));
    return new ServerFigures(looks, ranges, counted);
  }

  private static String word(Figure figure) {
    return figure.name().toLowerCase(Locale.ROOT);
  }
}
