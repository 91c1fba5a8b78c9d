package dev.retort.bench;

import dev.retort.measure.similarity.Rouge;
import dev.retort.measure.similarity.SacreBleu;
import dev.retort.measure.similarity.SimilarityMatrix;
import dev.retort.measure.similarity.TextMeasure;
import dev.retort.row.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// How long all pairs of authors take by ROUGE-1, -2 and -L with stemming, files read and JVM started included.
///
/// Fixture: a folder of JSON arrays of AlpacaEval, one a model, with the same instructions in the same order. Its control
/// is [ReadableRouge] over pairs drawn at random from the same answers, which must give the same numbers.
///
/// Usage: `SimilarityBench FOLDER [sampled pairs]`. Writes one `key value` a line.
public final class SimilarityBench {
  private static final List<Rouge> ROUGE = List.of(Rouge.rouge1(true), Rouge.rouge2(true), Rouge.rougeL(true));

  private SimilarityBench() {}

  public static void main(String[] arguments) throws IOException {
    String[][] texts = texts(Path.of(arguments[0]));
    Meter.say("read_wall_s", sinceStart(), 2);
    Meter.say("read_cpu_s", cpuSinceStart(), 2);
    double[][] values = new double[texts[0].length][texts.length * texts.length * ROUGE.size()];
    long[] told = new long[1];
    new SimilarityMatrix(ROUGE).compare(texts, (prompt, measure, a, b, value) -> {
      values[prompt][place(texts, measure, a, b)] = value;
      told[0]++;
    });
    Meter.say("models", texts.length, 0);
    Meter.say("prompts", texts[0].length, 0);
    Meter.say("pairs", told[0] / 3.0, 0);
    Meter.say("rouge_wall_s", sinceStart(), 2);
    Meter.say("rouge_cpu_s", cpuSinceStart(), 2);
    Meter.say("rouge_peak_rss_mib", Meter.peakMiB(), 0);
    control(texts, values, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000, told[0] / 3.0);
    other(texts, SacreBleu.sentence());
  }

  private static String[][] texts(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    String[][] texts = new String[files.size()][];
    for (int author = 0; author < texts.length; author++) {
      JsonNode rows = Json.read(Files.readString(files.get(author)));
      texts[author] = new String[rows.size()];
      for (int prompt = 0; prompt < texts[author].length; prompt++) {
        texts[author][prompt] = rows.get(prompt).get("output").asString();
      }
    }
    return texts;
  }

  private static int place(String[][] texts, int measure, int a, int b) {
    return (measure * texts.length + a) * texts.length + b;
  }

  private static void control(String[][] texts, double[][] values, int sample, double pairs) {
    Meter meter = new Meter();
    double fast = cpuSinceStart();
    Random random = new Random(1);
    for (int i = 0; i < sample; i++) {
      int prompt = random.nextInt(texts[0].length);
      int a = random.nextInt(texts.length - 1);
      int b = a + 1 + random.nextInt(texts.length - a - 1);
      double[] wanted = ReadableRouge.f1(texts[a][prompt], texts[b][prompt]);
      for (int measure = 0; measure < wanted.length; measure++) {
        double found = values[prompt][place(texts, measure, a, b)];
        if (Math.abs(found - wanted[measure]) > 1e-12) {
          throw new IllegalStateException("prompt %d, authors %d and %d: found %s, control %s".formatted(prompt, a, b,
              found, wanted[measure]));
        }
      }
    }
    double cpu = meter.cpuSeconds();
    Meter.say("control_sampled_pairs", sample, 0);
    Meter.say("control_cpu_s", cpu, 2);
    Meter.say("control_cpu_s_for_all", cpu / sample * pairs, 0);
    Meter.say("control_to_rouge_cpu_ratio", cpu / sample * pairs / fast, 1);
  }

  private static void other(String[][] texts, TextMeasure<?> measure) {
    Meter meter = new Meter();
    new SimilarityMatrix(List.of(measure)).compare(texts, (prompt, which, a, b, value) -> {});
    Meter.say(measure.name() + "_both_directions_wall_s", meter.seconds(), 1);
    Meter.say(measure.name() + "_both_directions_cpu_s", meter.cpuSeconds(), 1);
  }

  private static double sinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
  }

  private static double cpuSinceStart() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
