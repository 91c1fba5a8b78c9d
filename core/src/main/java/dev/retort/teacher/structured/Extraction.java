package dev.retort.teacher.structured;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds the one JSON value in what a model wrote. Pure; its time grows with the length of the text, not faster.
///
/// In this order, the first that gives a value that fits: the whole text; the insides of fenced blocks; objects and
/// arrays standing in the text; the same three after [Fix]es. Where one of these gives two different values that fit,
/// none is taken: which was meant cannot be told.
public final class Extraction {
  private static final int LONGEST = 1 << 25;

  private final Judge judge;
  private final boolean ended;
  private @Nullable Unfit nearest;

  /// How the model came to an end.
  public enum Ending {
    /// By itself.
    ENDED,
    /// At max_tokens: only a whole text that is JSON is taken.
    CUT,
    /// Nobody said, or at a stop text: brackets that are missing may have been cut off.
    UNKNOWN
  }

  /// What was found.
  public sealed interface Found {}

  /// A value that fits.
  public record Fits(JsonNode answer, Repair repair) implements Found {}

  /// None.
  /// @param json whether there was JSON that does not fit
  /// @param message what is wrong, for people and for the model
  public record Unfit(boolean json, String message) implements Found {}

  private Extraction(Judge judge, boolean ended) {
    this.judge = judge;
    this.ended = ended;
  }

  public static Found read(String text, Ending ending, Judge judge) {
    if (text.length() > LONGEST) {
      return new Unfit(false, "the answer has %d characters, more than %d".formatted(text.length(), LONGEST));
    }
    boolean marked = text.startsWith("\ufeff");
    String whole = (marked ? text.substring(1) : text).strip();
    if (whole.isEmpty()) {
      return new Unfit(false, "the answer is empty");
    }
    return switch (Answer.read(whole)) {
      case Answer.Value(JsonNode node) -> ending == Ending.CUT && node.isNumber()
          ? new Unfit(false, "the answer is a number whose end may be missing")
          : judged(node, judge, marked);
      case Answer.Unreadable(String why) -> {
        Unfit unfit = new Unfit(false, "the answer is not JSON: " + why);
        yield ending == Ending.CUT ? unfit : new Extraction(judge, ending == Ending.ENDED).within(whole, unfit);
      }
    };
  }

  private static Found judged(JsonNode node, Judge judge, boolean marked) {
    List<String> problems = judge.problems(node);
    return problems.isEmpty() ? new Fits(node, new Repair(marked, Map.of(), 0)) : unfit(problems);
  }

  private static Unfit unfit(List<String> problems) {
    return new Unfit(true, "the answer does not fit the schema: " + String.join("; ", problems));
  }

  private Found within(String whole, Unfit unreadable) {
    List<String> fenced = Spans.fenced(whole);
    List<String> balanced = Spans.balanced(whole);
    Found found = one(strict(fenced));
    found = found == null ? one(strict(balanced)) : found;
    found = found == null ? one(mended(List.of(whole), false)) : found;
    found = found == null ? one(mended(fenced, true)) : found;
    found = found == null ? one(mended(balanced, true)) : found;
    return found != null ? found : nearest != null ? nearest : unreadable;
  }

  private List<Fits> strict(List<String> parts) {
    List<Fits> read = new ArrayList<>();
    for (String part : parts) {
      if (Answer.read(part) instanceof Answer.Value(JsonNode node) && node.isContainer()) {
        read.add(new Fits(node, new Repair(true, Map.of(), 0)));
      }
    }
    return read;
  }

  private List<Fits> mended(List<String> parts, boolean extracted) {
    List<Fits> read = new ArrayList<>();
    for (String part : parts) {
      boolean open = !part.isEmpty() && (part.charAt(0) == '{' || part.charAt(0) == '[');
      Mended mended = open ? Mender.mend(part, ended) : null;
      if (mended != null && !mended.fixes().isEmpty()
          && Answer.read(mended.text()) instanceof Answer.Value(JsonNode n)) {
        read.add(new Fits(n, new Repair(extracted, mended.fixes(), 0)));
      }
    }
    return read;
  }

  /// The only one of them that fits; null when none does, and [#nearest] then says why not.
  private @Nullable Found one(List<Fits> read) {
    Map<JsonNode, Fits> fitting = new LinkedHashMap<>();
    for (Fits each : read) {
      List<String> problems = judge.problems(each.answer());
      if (problems.isEmpty()) {
        fitting.putIfAbsent(each.answer(), each);
      } else if (nearest == null) {
        nearest = unfit(problems);
      }
    }
    if (fitting.size() > 1) {
      return new Unfit(true,
          "the answer holds %d different values that fit, and one was wanted".formatted(fitting.size()));
    }
    return fitting.isEmpty() ? null : fitting.values().iterator().next();
  }
}
