package dev.retort.compare;

import dev.retort.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Puts texts into groups as they are read, with no more in each than were asked for.
final class TextGroups implements TextSource.Taker {
  /// All pairs of more are not read by anybody, and a column of that many values is seldom the author.
  static final int MOST = 200;

  private final Draw draw;
  private final HeldText held;
  private final @Nullable Embeddings embeddings;
  private @Nullable Object beside;
  private @Nullable LogProbs logProbs;
  private final Map<String, Group> groups = new TreeMap<>();

  /// @param embeddings takes those of the records, where they are wanted
  TextGroups(Draw draw, HeldText held, @Nullable Embeddings embeddings) {
    this.draw = draw;
    this.held = held;
    this.embeddings = embeddings;
  }

  @Override
  public boolean beside(String text, @Nullable Object value) {
    if (embeddings != null) {
      return embeddings.take(text, value);
    }
    beside = value;
    return true;
  }

  @Override
  public void logProbs(@Nullable LogProbs told) {
    logProbs = told;
  }

  private record Kept(long lot, long order, String text, @Nullable Object beside, @Nullable LogProbs logProbs) {}

  /// What is held of a group.
  private static final class Group {
    final TreeSet<Kept> kept = new TreeSet<>(Comparator.comparingLong(Kept::lot).thenComparing(Kept::order));
    long seen;
  }

  static UserError tooMany() {
    return new UserError(("--by: found more than %d different values, wanted authors. Name another column, or the files"
        + " of fewer authors.").formatted(MOST));
  }

  /// The lot is drawn by the text's number, so that equal texts have chances of their own.
  @Override
  public void take(String author, String prompt, String text) {
    Group group = groups.get(author);
    if (group == null) {
      if (groups.size() == MOST) {
        throw tooMany();
      }
      group = new Group();
      groups.put(author, group);
    }
    long order = group.seen++;
    group.kept.add(new Kept(draw.lot(author + '\n' + order), order, text, beside, logProbs));
    held.add(text);
    if (group.kept.size() > draw.limit()) {
      held.remove(group.kept.removeLast().text());
    }
  }

  /// The groups by name.
  List<TextGroup> groups() {
    List<TextGroup> made = new ArrayList<>();
    groups.forEach((name, group) -> {
      List<Kept> kept = group.kept.stream().sorted(Comparator.comparingLong(Kept::order)).toList();
      List<@Nullable Object> besides = new ArrayList<>();
      List<@Nullable LogProbs> told = new ArrayList<>();
      kept.forEach(one -> {
        besides.add(one.beside());
        told.add(one.logProbs());
      });
      made.add(new TextGroup(name, kept.stream().map(Kept::text).toList(), besides, told,
          group.seen - kept.size()));
    });
    return made;
  }
}
