package dev.retort.run.spend;

import dev.retort.teacher.Usd;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run will take, told before its first call.
///
/// @param lines by teacher and step
/// @param basis what it was told from
/// @param atLeast how long it takes at least where limits state rates; null where they state none
public record Forecast(List<Line> lines, Basis basis, @Nullable Duration atLeast) {

  public Forecast {
    lines = List.copyOf(lines);
  }

  /// @param rows of the sources
  /// @param whole whether these are all there are
  /// @param sampled rows from whose texts prompts were counted
  public record Basis(long rows, boolean whole, long sampled) {}

  /// What one teacher will be asked in one step.
  /// @param calls one for each turn, failures and repeats left out
  /// @param prompt tokens of the prompts
  /// @param completion tokens of the answers
  /// @param usd what it costs; null where no price is known
  public record Line(Payer payer, long calls, Prompt prompt, Completion completion, @Nullable Cost usd) {}

  /// @param counted whether a tokenizer counted them; else they are told from characters
  public record Prompt(long tokens, boolean counted) {}

  /// @param most by max_tokens; null where nothing bounds an answer
  /// @param likely by the answers in the ledger; null where it has none
  public record Completion(@Nullable Long most, @Nullable Long likely) {}

  /// @param most null where nothing bounds an answer
  /// @param likely null where nothing tells how long answers are
  public record Cost(@Nullable Usd most, @Nullable Usd likely) {}

  public long calls() {
    return lines.stream().mapToLong(Line::calls).sum();
  }

  /// Dollars at most; null where a price or a bound is missing.
  public @Nullable Usd most() {
    Usd sum = Usd.ZERO;
    for (Line line : lines) {
      Usd most = line.usd() == null ? null : line.usd().most();
      if (most == null) {
        return null;
      }
      sum = sum.plus(most);
    }
    return sum;
  }

  /// Dollars as things went so far; null where a price or history is missing.
  public @Nullable Usd likely() {
    Usd sum = Usd.ZERO;
    for (Line line : lines) {
      Usd likely = line.usd() == null ? null : line.usd().likely();
      if (likely == null) {
        return null;
      }
      sum = sum.plus(likely);
    }
    return sum;
  }

  public long prompt() {
    return lines.stream().mapToLong(line -> line.prompt().tokens()).sum();
  }

  /// In one sentence, with what the numbers come from.
  public String words() {
    Usd most = most();
    Usd likely = likely();
    boolean counted = lines.stream().allMatch(line -> line.prompt().counted());
    return "estimate: %,d calls, %,d prompt tokens (%s, from %,d of %,d rows)%s%s%s".formatted(calls(), prompt(),
        counted ? "counted by tokenizers" : "told from characters", basis.sampled(), basis.rows(),
        likely == null ? "" : ", %s USD if answers stay as long as so far".formatted(likely.words()),
        most == null ? ", dollars not known" : ", at most %s USD".formatted(most.words()),
        atLeast == null ? "" : ", %d s or more by the limits".formatted(atLeast.toSeconds()));
  }
}
