package dev.retort.app;

import dev.retort.app.terminal.Terminal;
import dev.retort.compare.ColumnNames;
import dev.retort.compare.Diversity;
import dev.retort.compare.Embeddings;
import dev.retort.compare.GroupJson;
import dev.retort.compare.GroupReport;
import dev.retort.measure.diversity.DiversityOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `retort measure diversity`: how varied the texts of each author are.
@Command(name = "diversity", description = "Tell how varied the texts of each author are.", footer = {"", "Example:",
    "  retort measure diversity answers/*.json --by generator --json diversity.json",
    "Most measures change with the number and the length of texts: compare authors with as many of each."})
final class DiversityCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin
  MeasureArguments arguments = new MeasureArguments();

  @Option(names = "--measures", paramLabel = "NAMES", split = ",", description = "Of distinct_1 to distinct_4, ngram_ratio,"
      + " compression_ratio, self_repetition, self_bleu, homogenization, vendi_ngram, vendi_embedding, cluster_entropy,"
      + " perplexity_builtin and perplexity_teacher (default: all).")
  List<String> measures = List.of();

  @Option(names = "--vectors", paramLabel = "COLUMN", description = "Embeddings of the texts, for vendi_embedding and"
      + " cluster_entropy.")
  @Nullable
  String vectors;

  @Option(names = "--log-probs", paramLabel = "SUM,TOKENS", description = "Columns with the log-probability of a text under"
      + " a teacher and its tokens, for perplexity_teacher (default: those of the step perplexity, where there are).")
  @Nullable
  String logProbs;

  @Option(names = "--json", paramLabel = "FILE", description = "Write everything as JSON; - prints it instead of the tables.")
  @Nullable
  Path json;

  DiversityCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DiversityOptions options = Diversity.options(measures, vectors != null, arguments.seed);
    Diversity diversity = new Diversity(
        arguments.source(null, ColumnNames.vectors(vectors)).with(Diversity.logProbs(measures, logProbs)),
        vectors == null ? null : new Embeddings(),
        options, arguments.draw());
    try (MeasureOutput output = MeasureOutput.begin(terminal, json)) {
      GroupReport report;
      try (MeasureProgress progress = new MeasureProgress(terminal)) {
        report = diversity.measure(progress);
      }
      GroupTables.told(report, "texts without words are left out of all measures").forEach(terminal::say);
      GroupTables.uneven(report).forEach(terminal::say);
      output.write(GroupJson.of(report, arguments.seed), GroupTables.of(report, terminal.look().width()));
    }
    return Exit.DONE.code;
  }
}
