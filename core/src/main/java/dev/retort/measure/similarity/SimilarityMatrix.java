package dev.retort.measure.similarity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Compares the answers of all pairs of authors to the same prompts.
///
/// Prompts are worked on by all processors and told in their order, so what a sink is told is the same on every machine.
/// A text is prepared once a measure, and once for ROUGE-1, -2 and -L together. Memory is that of the prompts in work:
/// two for each processor.
public final class SimilarityMatrix {
  private final List<TextMeasure<?>> measures;
  private final int threads;

  public SimilarityMatrix(List<? extends TextMeasure<?>> measures) {
    this(measures, Runtime.getRuntime().availableProcessors());
  }

  /// @param threads how many prompts are compared at once
  public SimilarityMatrix(List<? extends TextMeasure<?>> measures, int threads) {
    this.measures = List.copyOf(measures);
    this.threads = threads;
  }

  /// Is told every value: by prompt, then measure, then reference, then hypothesis.
  @FunctionalInterface
  public interface Sink {

    /// @param measure its place in the list of measures
    /// @param reference the author whose text is the reference; of a symmetric measure always the lower number
    void value(int prompt, int measure, int reference, int hypothesis, double value);
  }

  /// Compares all pairs and tells the sink, on the thread that called.
  ///
  /// What a measure has no value for (NaN) is not told.
  /// @param texts `texts[author][prompt]`; null where an author has no answer, which is compared with nothing
  public void compare(@Nullable String[][] texts, Sink sink) {
    int prompts = prompts(texts);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Deque<Future<Compared>> ahead = new ArrayDeque<>();
      for (int i = 0; i < prompts; i++) {
        int prompt = i;
        ahead.add(pool.submit(() -> compared(texts, prompt)));
        if (ahead.size() == 2 * threads) {
          tell(finished(ahead.remove()), sink);
        }
      }
      ahead.forEach(one -> tell(finished(one), sink));
    } finally {
      pool.shutdownNow();
    }
  }

  private static int prompts(@Nullable String[][] texts) {
    int prompts = texts.length == 0 ? 0 : texts[0].length;
    for (int author = 0; author < texts.length; author++) {
      if (texts[author].length != prompts) {
        throw new IllegalArgumentException(
            "texts: found %d prompts of author %d, wanted %d as of the first. Put null where there is no answer."
                .formatted(texts[author].length, author, prompts));
      }
    }
    return prompts;
  }

  /// The values of one prompt: a square by reference and hypothesis for each measure.
  private record Compared(int prompt, boolean[] answered, double[][] values) {}

  private Compared compared(@Nullable String[][] texts, int prompt) {
    @Nullable
    String[] answers = new @Nullable String[texts.length];
    boolean[] answered = new boolean[texts.length];
    for (int author = 0; author < texts.length; author++) {
      answers[author] = texts[author][prompt];
      answered[author] = answers[author] != null;
    }
    @Nullable
    RougePrompt[] prepared = new @Nullable RougePrompt[2];
    double[][] values = new double[measures.size()][texts.length * texts.length];
    for (int i = 0; i < values.length; i++) {
      if (measures.get(i) instanceof Rouge rouge && rouge.kind() != Rouge.Kind.ROUGE_L_SUM) {
        int which = rouge.stemmed() ? 1 : 0;
        RougePrompt ready = prepared[which] == null ? new RougePrompt(answers, rouge.stemmed()) : prepared[which];
        prepared[which] = ready;
        ready.fill(rouge.kind(), values[i]);
      } else {
        fill(measures.get(i), answers, values[i]);
      }
    }
    return new Compared(prompt, answered, values);
  }

  private static <P> void fill(TextMeasure<P> measure, @Nullable String[] answers, double[] out) {
    List<@Nullable P> prepared = new ArrayList<>();
    for (String answer : answers) {
      prepared.add(answer == null ? null : measure.prepare(answer));
    }
    for (int a = 0; a < answers.length; a++) {
      for (int b = measure.symmetric() ? a + 1 : 0; b < answers.length; b++) {
        P reference = prepared.get(a);
        P hypothesis = prepared.get(b);
        if (a != b && reference != null && hypothesis != null) {
          out[a * answers.length + b] = measure.compare(reference, hypothesis);
        }
      }
    }
  }

  private static Compared finished(Future<Compared> one) {
    try {
      return one.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while texts were compared", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException mistake -> throw mistake;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException("texts could not be compared: " + e.getCause(), e);
      }
    }
  }

  private void tell(Compared one, Sink sink) {
    int authors = one.answered.length;
    for (int i = 0; i < one.values.length; i++) {
      for (int a = 0; a < authors; a++) {
        for (int b = measures.get(i).symmetric() ? a + 1 : 0; b < authors; b++) {
          double value = one.values[i][a * authors + b];
          if (a != b && one.answered[a] && one.answered[b] && !Double.isNaN(value)) {
            sink.value(one.prompt, i, a, b, value);
          }
        }
      }
    }
  }
}
