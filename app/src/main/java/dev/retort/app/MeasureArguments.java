package dev.retort.app;

import dev.retort.UserError;
import dev.retort.compare.ColumnNames;
import dev.retort.compare.Draw;
import dev.retort.compare.TextSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What all of `retort measure` have in common: files, columns, how many, and the seed.
final class MeasureArguments {
  @Parameters(paramLabel = "INPUT", arity = "1..*", description = "Files that Retort reads, patterns, or hf:// addresses.")
  List<String> inputs = new ArrayList<>();

  @Option(names = "--by", paramLabel = "COLUMN[,COLUMN]", description = "Who wrote a text (default: generator, teacher or"
      + " model, else the file's name); several columns make a group of each combination, as for slices.")
  @Nullable
  String by;

  @Option(names = "--text", paramLabel = "COLUMN", description = "What is measured (default: response, output,"
      + " completion, answer, text or content, else a chat's last answer).")
  @Nullable
  String text;

  @Option(names = "--limit", paramLabel = "N", description = "The most prompts (similarity) or texts of each author that"
      + " are measured, drawn by the seed where there are more (default: 10000).")
  int limit = Draw.LIMIT;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of draws and intervals (default: 0).")
  long seed;

  @Option(names = "--on-bad-row", paramLabel = "WHAT", description = "A record that cannot be read: fail (default) or drop.")
  String onBadRow = "fail";

  TextSource source(@Nullable String prompt, ColumnNames.@Nullable Beside beside) {
    List<String> known = List.of("fail", "drop");
    if (!known.contains(onBadRow)) {
      throw new UserError("--on-bad-row: found '%s', wanted fail or drop.%s".formatted(onBadRow,
          NearMiss.hint(onBadRow, known)));
    }
    return new TextSource(inputs, new ColumnNames(prompt, text, by, beside), onBadRow.equals("drop"));
  }

  Draw draw() {
    return new Draw(limit, seed);
  }
}
