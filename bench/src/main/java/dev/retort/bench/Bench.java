package dev.retort.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Runs the benchmarks and writes what they measured, with machine and date, into a Markdown file.
///
/// Usage: `Bench FILE [NAME...]`; without names all are run. What the file says of others is kept.
public final class Bench {
  static final List<Benchmark> ALL = List.of(new CallsBench(),
      new SaidBench("ledger",
          "How many answers of 2 KB are durable a second, from 64 threads, and what CPU does one take?"
              + " Control: one thread that appends the same bytes and syncs every 64 records.",
          LedgerBench.class,
          List.of("1000000")),
      new SaidBench("replay", "How long does a run of 1,000,000 calls take when all are in the ledger, with 512 MiB of"
          + " heap and no network? Control: the same run without the model step.", ReplayBench.class,
          List.of("1000000")),
      new SaidBench("limits", "Do limits a minute hold in any 60 s by the server's clock, and how much of them is used?"
          + " Control: a teacher without limits.", LimitsBench.class, List.of()),
      new SaidBench("similarity",
          "How long do ROUGE-1, -2 and -L with stemming of all pairs of models over the same prompts"
              + " take, from the start of the JVM, files read? Control: the readable version over pairs drawn at random, which"
              + " must give the same numbers, as CPU seconds for all. BLEU in both directions after it.",
          SimilarityBench.class, List.of("../shared/data/alpaca_eval/model_outputs")),
      new SaidBench("diversity",
          "How long does self-BLEU of each answer within its model's own take, from the start of the JVM, files read, and"
              + " how long do Vendi scores of 2,500 and 5,000 answers? Controls: BLEU of sampled answers reference by"
              + " reference, which must give the same numbers, as CPU seconds for all; all eigenvalues at 2,500.",
          DiversityBench.class, List.of("../shared/data/alpaca_eval/model_outputs")));
  private static final String TITLE = "# Results\n\nWritten by `dev.retort.bench.Bench`; how to run it stands in [README.md](README.md).\n";

  private Bench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path file = Path.of(arguments[0]);
    List<String> names = List.of(arguments).subList(1, arguments.length);
    for (String name : names) {
      if (ALL.stream().noneMatch(one -> one.name().equals(name))) {
        throw new IllegalArgumentException(
            "no benchmark '%s' among %s".formatted(name, ALL.stream().map(Benchmark::name).toList()));
      }
    }
    for (Benchmark one : ALL) {
      if (names.isEmpty() || names.contains(one.name())) {
        String machine = machine();
        String section = "%s%n%nMeasured %s on %s at the start.%n%n%s".formatted(one.question(), LocalDate.now(),
            machine,
            one.run().markdown());
        System.out.println(section);
        write(file, one.name(), section.replace("\r\n", "\n"));
      }
    }
  }

  private static void write(Path file, String name, String section) throws IOException {
    Map<String, String> sections = new LinkedHashMap<>();
    if (Files.exists(file)) {
      String[] parts = Files.readString(file).split("\n## ");
      for (int i = 1; i < parts.length; i++) {
        int end = parts[i].indexOf('\n');
        sections.put(parts[i].substring(0, end), parts[i].substring(end).strip());
      }
    }
    sections.put(name, section.strip());
    StringBuilder text = new StringBuilder(TITLE);
    sections.forEach((title, body) -> text.append("\n## ").append(title).append("\n\n").append(body).append('\n'));
    Files.writeString(file, text);
  }

  private static String machine() throws IOException {
    Path cpus = Path.of("/proc/cpuinfo");
    String model = Files.exists(cpus)
        ? Files.readAllLines(cpus).stream().filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("?")
        : System.getProperty("os.arch");
    return String.format(Locale.ROOT, "%d cores of %s, %s, Java %s, load average %.1f",
        Runtime.getRuntime().availableProcessors(), model,
        System.getProperty("os.name"), System.getProperty("java.version"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
