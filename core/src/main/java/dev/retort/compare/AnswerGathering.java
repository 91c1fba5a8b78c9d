package dev.retort.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Puts answers into a sheet as they are read, with no more prompts than were asked for.
final class AnswerGathering implements TextSource.Taker {
  private final Draw draw;
  private final HeldText held;
  private final @Nullable Embeddings embeddings;
  private final Map<String, Integer> authors = new TreeMap<>();
  private final Map<String, Asked> prompts = new HashMap<>();
  private final TreeSet<Asked> drawn = new TreeSet<>(Comparator.comparingLong(Asked::lot).thenComparing(Asked::prompt));
  private final List<Long> repeated = new ArrayList<>();
  private long seen;
  private long beyond;

  /// @param embeddings takes those of the records, where they are wanted
  AnswerGathering(Draw draw, HeldText held, @Nullable Embeddings embeddings) {
    this.draw = draw;
    this.held = held;
    this.embeddings = embeddings;
  }

  /// A prompt and what was answered, by author.
  private static final class Asked {
    final String prompt;
    final long lot;
    final long order;
    @Nullable
    String[] answers = new @Nullable String[4];
    final BitSet several = new BitSet();

    Asked(String prompt, long lot, long order) {
      this.prompt = prompt;
      this.lot = lot;
      this.order = order;
    }

    String prompt() {
      return prompt;
    }

    long lot() {
      return lot;
    }

    @Nullable
    String of(int author) {
      return author >= answers.length || several.get(author) ? null : answers[author];
    }

    int count() {
      return (int) Arrays.stream(answers).filter(text -> text != null).count();
    }
  }

  @Override
  public void take(String author, String prompt, String text) {
    Asked asked = prompts.get(prompt);
    if (asked == null) {
      asked = admit(prompt);
    }
    if (asked == null) {
      beyond++;
      return;
    }
    put(asked, number(author), text);
  }

  @Override
  public boolean beside(String text, @Nullable Object value) {
    return embeddings == null || embeddings.take(text, value);
  }

  private int number(String author) {
    Integer known = authors.get(author);
    if (known != null) {
      return known;
    }
    if (authors.size() == TextGroups.MOST) {
      throw TextGroups.tooMany();
    }
    authors.put(author, authors.size());
    repeated.add(0L);
    return authors.size() - 1;
  }

  private @Nullable Asked admit(String prompt) {
    Asked asked = new Asked(prompt, draw.lot(prompt), seen++);
    if (drawn.size() == draw.limit()) {
      if (drawn.comparator().compare(asked, drawn.last()) > 0) {
        return null;
      }
      Asked last = drawn.removeLast();
      prompts.remove(last.prompt);
      beyond += last.count();
      for (String text : last.answers) {
        if (text != null) {
          held.remove(text);
        }
      }
    }
    drawn.add(asked);
    prompts.put(prompt, asked);
    return asked;
  }

  private void put(Asked asked, int author, String text) {
    if (author >= asked.answers.length) {
      asked.answers = Arrays.copyOf(asked.answers, Math.max(author + 1, asked.answers.length * 2));
    }
    String known = asked.answers[author];
    if (known == null) {
      asked.answers[author] = text;
      held.add(text);
    } else if (known.equals(text)) {
      repeated.set(author, repeated.get(author) + 1);
    } else {
      asked.several.set(author);
    }
  }

  /// The sheet of all that was taken.
  AnswerSheet sheet() {
    List<Asked> asked = new ArrayList<>(drawn);
    asked.sort(Comparator.comparingLong((Asked one) -> one.order));
    @Nullable
    String[][] texts = new @Nullable String[authors.size()][asked.size()];
    List<AnswerSheet.Pairing> pairing = new ArrayList<>();
    int[] answers = new int[asked.size()];
    int row = 0;
    for (int author : authors.values()) {
      @Nullable
      String[] own = new @Nullable String[answers.length];
      for (int prompt = 0; prompt < answers.length; prompt++) {
        own[prompt] = asked.get(prompt).of(author);
        answers[prompt] += own[prompt] == null ? 0 : 1;
      }
      texts[row++] = own;
    }
    row = 0;
    for (Map.Entry<String, Integer> author : authors.entrySet()) {
      pairing.add(pairing(author, texts[row++], answers, asked));
    }
    return new AnswerSheet(List.copyOf(authors.keySet()), asked.stream().map(Asked::prompt).toList(), texts, pairing,
        beyond);
  }

  private AnswerSheet.Pairing pairing(Map.Entry<String, Integer> author, @Nullable String[] texts, int[] answers,
      List<Asked> asked) {
    int own = 0;
    int paired = 0;
    int missing = 0;
    int several = 0;
    for (int prompt = 0; prompt < answers.length; prompt++) {
      boolean many = asked.get(prompt).several.get(author.getValue());
      boolean there = texts[prompt] != null;
      own += there ? 1 : 0;
      paired += there && answers[prompt] > 1 ? 1 : 0;
      several += many ? 1 : 0;
      missing += !there && !many && answers[prompt] > 0 ? 1 : 0;
    }
    return new AnswerSheet.Pairing(author.getKey(), own, paired, missing, several, repeated.get(author.getValue()));
  }
}
