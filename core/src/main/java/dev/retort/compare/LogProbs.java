package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.row.JsonTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a teacher told of a text's tokens.
///
/// @param sum of the natural logarithms of their probabilities, 0 or less
/// @param tokens how many, 1 or more
/// @param teacher who told; empty where the record does not say
public record LogProbs(double sum, long tokens, String teacher) {

  /// Where they stand in a record.
  /// @param named whether the user named the columns, which some record must then have
  public record InColumns(String sum, String tokens, boolean named) {
    /// As the step `perplexity` writes them.
    public static final InColumns USUAL = new InColumns("perplexity_logprob", "perplexity_tokens", false);
    private static final String TEACHER = "perplexity_teacher";

    /// The columns of `SUM,TOKENS`; the usual ones where nothing is named.
    public static InColumns of(@Nullable String names) {
      if (names == null) {
        return USUAL;
      }
      String[] both = names.split(",", -1);
      if (both.length != 2 || both[0].isBlank() || both[1].isBlank()) {
        throw new UserError(("--log-probs: found '%s', wanted two columns, as in --log-probs %s,%s.").formatted(names,
            USUAL.sum, USUAL.tokens));
      }
      return new InColumns(both[0].strip(), both[1].strip(), true);
    }

    /// Those of a record; null where it has none.
    @Nullable
    LogProbs of(Map<String, @Nullable Object> record) {
      Double total = number(sum, record.get(sum));
      Double count = number(tokens, record.get(tokens));
      if (total == null || count == null || count == 0) {
        return null;
      }
      if (total > 0 || count < 0 || count != Math.rint(count)) {
        throw new UserError(("--log-probs: found %s in '%s' beside %s in '%s', wanted a sum of natural logarithms, 0 or"
            + " less, and a number of tokens.").formatted(record(record, sum), sum, record(record, tokens), tokens));
      }
      return new LogProbs(total, count.longValue(), record.get(TEACHER) instanceof String who ? who : "");
    }

    private static String record(Map<String, @Nullable Object> record, String column) {
      return record.get(column) instanceof JsonTree.Num number ? number.literal() : String.valueOf(record.get(column));
    }

    private static @Nullable Double number(String column, @Nullable Object value) {
      String literal = value instanceof JsonTree.Num number
          ? number.literal()
          : value instanceof String text ? text : "";
      if (value == null || literal.isBlank() && value instanceof String) {
        return null;
      }
      try {
        double number = Double.parseDouble(literal);
        if (Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Told below.
      }
      throw new UserError("--log-probs: found '%s' in '%s', wanted a number. Name other columns."
          .formatted(literal.isEmpty() ? value : literal, column));
    }
  }
}
