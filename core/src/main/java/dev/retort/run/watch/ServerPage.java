package dev.retort.run.watch;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads what Retort knows out of a server's page of figures (Prometheus text).
///
/// The page is a stranger's: what is too long, malformed or no finite number is passed over, and work is bounded by the
/// length that is looked at.
///
/// Source of the names: vLLM, "Production Metrics" (docs.vllm.ai/en/v0.32.0/usage/metrics, and v0.9.1 for
/// `gpu_cache_usage_perc`, since renamed); SGLang, "Production Metrics"; llama.cpp, `tools/server/README.md`.
final class ServerPage {
  static final int LONGEST_PAGE = 4 << 20;
  static final int LONGEST_LINE = 4096;

  private ServerPage() {}

  /// What a server may tell, and under which names; the first that is there counts.
  enum Figure {
    KV_CACHE_USAGE(true, "vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc", "sglang:token_usage",
        "llamacpp:kv_cache_usage_ratio"), RUNNING(false, "vllm:num_requests_running", "sglang:num_running_reqs",
            "llamacpp:requests_processing"), WAITING(false, "vllm:num_requests_waiting", "sglang:num_queue_reqs",
                "llamacpp:requests_deferred"), PREEMPTIONS(false, "vllm:num_preemptions_total",
                    "vllm:num_preemptions"), GPU_MEMORY_MIB(false,
                        "DCGM_FI_DEV_FB_USED");

    private final boolean share;
    private final List<String> names;

    /// @param share whether several series (one an engine, or a device) give their largest; else their sum
    Figure(boolean share, String... names) {
      this.share = share;
      this.names = List.of(names);
    }

    boolean counter() {
      return this == PREEMPTIONS;
    }

    private double join(double one, double other) {
      return share ? Math.max(one, other) : one + other;
    }
  }

  /// The figures of a page; none where it tells nothing that is known.
  static Map<Figure, Double> read(String page) {
    Map<Figure, Map<Integer, Double>> found = new EnumMap<>(Figure.class);
    int end = Math.min(page.length(), LONGEST_PAGE);
    for (int from = 0; from < end;) {
      int to = page.indexOf('\n', from);
      int stop = to < 0 || to > end ? end : to;
      if (stop - from <= LONGEST_LINE) {
        line(page.substring(from, stop), found);
      }
      from = stop + 1;
    }
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    found.forEach((figure, byName) -> byName.entrySet().stream().min(Map.Entry.comparingByKey())
        .ifPresent(best -> figures.put(figure, best.getValue())));
    return figures;
  }

  private static void line(String line, Map<Figure, Map<Integer, Double>> found) {
    int named = nameEnd(line);
    if (named == 0 || line.charAt(0) == '#') {
      return;
    }
    String name = line.substring(0, named);
    for (Figure figure : Figure.values()) {
      int rank = figure.names.indexOf(name);
      if (rank >= 0) {
        double value = value(line, named);
        if (Double.isFinite(value) && value >= 0) {
          found.computeIfAbsent(figure, _ -> new TreeMap<>()).merge(rank, value, figure::join);
        }
      }
    }
  }

  private static int nameEnd(String line) {
    int end = 0;
    while (end < line.length() && line.charAt(end) != '{' && line.charAt(end) != ' ' && line.charAt(end) != '\t') {
      end++;
    }
    return end;
  }

  /// The number after the labels; NaN where there is none.
  private static double value(String line, int named) {
    int from = named < line.length() && line.charAt(named) == '{' ? labelsEnd(line, named) : named;
    if (from < 0) {
      return Double.NaN;
    }
    String[] words = line.substring(from).strip().split("[ \t]+", 2);
    try {
      return words[0].length() > 40 ? Double.NaN : Double.parseDouble(words[0]);
    } catch (NumberFormatException _) {
      return Double.NaN; // passed over, as every line that is no sample
    }
  }

  /// After the closing brace; -1 where there is none. A brace within quotes closes nothing.
  private static int labelsEnd(String line, int open) {
    boolean quoted = false;
    for (int i = open; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '}' && !quoted) {
        return i + 1;
      }
    }
    return -1;
  }
}
