package dev.retort.bench;

import dev.retort.measure.diversity.NgramKernel;
import dev.retort.measure.diversity.SelfBleu;
import dev.retort.measure.diversity.Vendi;
import dev.retort.measure.diversity.VendiEstimate;
import dev.retort.measure.similarity.ChenCherry;
import dev.retort.measure.similarity.NltkBleu;
import dev.retort.row.Json;
import dev.retort.text.PythonWords;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// How long self-BLEU of each model's answers and Vendi scores of many texts take, files read and JVM started included.
///
/// Fixture: a folder of JSON arrays of AlpacaEval, one a model. The control of self-BLEU is BLEU of texts drawn at random
/// against all other answers of their models, reference by reference, which must give the same numbers. The control of
/// the Vendi estimate is the exact score of 2,500 texts, which must lie in its interval or not more than as far outside
/// as the interval is wide.
///
/// Usage: `DiversityBench FOLDER [sampled texts]`. Writes one `key value` a line.
public final class DiversityBench {
  private static final int LONGEST = 4;
  private static final int EXACT = 2500;
  private static final int MANY = 5000;

  private DiversityBench() {}

  public static void main(String[] arguments) throws IOException {
    List<List<String>> models = texts(Path.of(arguments[0]));
    Meter.say("read_wall_s", sinceStart(), 2);
    Meter.say("read_cpu_s", cpuSinceStart(), 2);
    List<double[]> scores = models.stream().map(model -> SelfBleu.perText(model, new PythonWords(), LONGEST)).toList();
    Meter.say("models", models.size(), 0);
    Meter.say("texts", models.stream().mapToInt(List::size).sum(), 0);
    Meter.say("self_bleu_wall_s", sinceStart(), 2);
    Meter.say("self_bleu_cpu_s", cpuSinceStart(), 2);
    Meter.say("self_bleu_peak_rss_mib", Meter.peakMiB(), 0);
    control(models, scores, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 28, cpuSinceStart());
    List<String> all = new ArrayList<>(models.stream().flatMap(List::stream).toList());
    Collections.shuffle(all, new Random(1));
    vendi(all.subList(0, EXACT), true);
    vendi(all.subList(0, MANY), false);
    Meter.say("peak_rss_mib", Meter.peakMiB(), 0);
  }

  private static List<List<String>> texts(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    List<List<String>> texts = new ArrayList<>();
    for (Path file : files) {
      List<String> model = new ArrayList<>();
      for (JsonNode row : Json.read(Files.readString(file))) {
        model.add(row.get("output").asString());
      }
      texts.add(model);
    }
    return texts;
  }

  private static void control(List<List<String>> models, List<double[]> scores, int sample, double fast) {
    Meter meter = new Meter();
    NltkBleu bleu = NltkBleu.of(new PythonWords(), ChenCherry.METHOD_1);
    Random random = new Random(1);
    for (int i = 0; i < sample; i++) {
      int model = i % models.size();
      int text = random.nextInt(models.get(model).size());
      List<List<String>> others = new ArrayList<>(models.get(model).stream().map(bleu::prepare).toList());
      List<String> own = others.remove(text);
      double wanted = bleu.sentence(others, own).orElseThrow();
      if (!(Math.abs(scores.get(model)[text] - wanted) < 1e-12)) {
        throw new IllegalStateException("model %d, text %d: found %s, control %s".formatted(model, text,
            scores.get(model)[text], wanted));
      }
    }
    double cpu = meter.cpuSeconds();
    double all = cpu / sample * models.stream().mapToInt(List::size).sum();
    Meter.say("control_sampled_texts", sample, 0);
    Meter.say("control_cpu_s", cpu, 2);
    Meter.say("control_cpu_s_for_all", all, 0);
    Meter.say("control_to_self_bleu_cpu_ratio", all / fast, 0);
  }

  private static void vendi(List<String> texts, boolean exactToo) {
    String key = "vendi_" + texts.size();
    Meter meter = new Meter();
    NgramKernel kernel = NgramKernel.of(texts, new PythonWords(), 1, 2, 3, 4).normalised();
    VendiEstimate.Estimate estimate = VendiEstimate.of(kernel, VendiEstimate.Plan.USUAL).score(1);
    say(key + "_estimate", meter);
    Meter.say(key + "_estimate", estimate.value(), 3);
    Meter.say(key + "_estimate_low", estimate.low(), 3);
    Meter.say(key + "_estimate_high", estimate.high(), 3);
    if (exactToo) {
      Meter eigen = new Meter();
      double exact = Vendi.of(kernel.matrix(), 1).number().orElseThrow();
      say(key + "_exact", eigen);
      Meter.say(key + "_exact", exact, 3);
      double width = estimate.high() - estimate.low();
      if (!(exact > estimate.low() - width && exact < estimate.high() + width)) {
        throw new IllegalStateException("exact Vendi score %s is far outside %s".formatted(exact, estimate));
      }
    }
  }

  private static void say(String key, Meter meter) {
    Meter.say(key + "_wall_s", meter.seconds(), 1);
    Meter.say(key + "_cpu_s", meter.cpuSeconds(), 1);
  }

  private static double sinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
  }

  private static double cpuSinceStart() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
