package dev.retort.study;

import dev.retort.UserError;
import dev.retort.row.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Gathers answers by prompt as they go by, of a random sample of prompts where there are too many.
///
/// Each prompt has a place between 0 and 1, told by a hash of the seed and its id; the prompts with the lowest places
/// stay. So the sample depends neither on the order of rows nor on other prompts, it takes one pass, and what is kept
/// does not grow with the rows. Where some were let go, their lowest place tells about how many prompts there are.
public final class Pairing {
  static final int MOST_AUTHORS = 100;
  /// What answers may take together, in UTF-16 units: 160 MB at most, which fits the launcher's heap.
  static final long MOST_CHARACTERS = 80_000_000;

  private final int most;
  private final long mostCharacters;
  private final long seed;
  private final TreeMap<Place, Kept> kept = new TreeMap<>();
  private final Map<String, Integer> authors = new LinkedHashMap<>();
  private final Set<String> columns = new TreeSet<>();
  private @Nullable Place limit;
  private long characters;
  private long arrived;

  /// @param most prompts that are kept
  /// @param known authors in the order they are to stand in; others follow as they come
  public Pairing(int most, long seed, List<String> known) {
    this(most, MOST_CHARACTERS, seed, known);
  }

  Pairing(int most, long mostCharacters, long seed, List<String> known) {
    this.most = most;
    this.mostCharacters = mostCharacters;
    this.seed = seed;
    known.forEach(this::author);
  }

  private record Place(long hash, String id) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byHash = Long.compareUnsigned(hash, other.hash);
      return byHash != 0 ? byHash : id.compareTo(other.id);
    }
  }

  /// One prompt and its answers, by author.
  /// @param more further answers by authors who had answered, as the only place
  private record Kept(long order, String id, String prompt, Map<Integer, Said> answers, long[] more) {}

  private record Said(String text, Map<String, Double> scores) {}

  /// One answer.
  /// @param promptId equal for answers to the same prompt
  /// @param prompt its text
  /// @param scores by name, those that were given
  public record Answer(String promptId, String prompt, String author, String text, Map<String, Double> scores) {}

  /// Takes an answer; of several by one author to one prompt the first. The same answer again, as when several judges
  /// scored it, adds the scores it did not have.
  public void add(Answer answer) {
    int author = author(answer.author());
    Place place = place(answer.promptId());
    if (limit != null && place.compareTo(limit) >= 0) {
      return;
    }
    Kept prompt = kept.computeIfAbsent(place,
        _ -> new Kept(arrived++, answer.promptId(), answer.prompt(), new HashMap<>(), new long[1]));
    answer.scores().keySet().forEach(columns::add);
    Said said = prompt.answers().putIfAbsent(author, new Said(answer.text(), new HashMap<>(answer.scores())));
    if (said == null) {
      characters += answer.text().length();
      shrink();
    } else if (said.text().equals(answer.text()) && !answer.scores().isEmpty()
        && Collections.disjoint(said.scores().keySet(), answer.scores().keySet())) {
      said.scores().putAll(answer.scores());
    } else {
      prompt.more()[0]++;
    }
  }

  /// Lets go of the prompts with the highest places while there are too many, or their answers are too long. What was let
  /// go never comes back, so what stays at the end is the longest row of lowest places that has room.
  private void shrink() {
    while (kept.size() > most || characters > mostCharacters && kept.size() > 2) {
      Map.Entry<Place, Kept> last = kept.pollLastEntry();
      limit = last.getKey();
      characters -= last.getValue().answers().values().stream().mapToLong(said -> said.text().length()).sum();
    }
  }

  private int author(String name) {
    if (authors.size() == MOST_AUTHORS && !authors.containsKey(name)) {
      throw new UserError(
          "found more than %d names whose answers could be compared, such as '%s'; wanted teachers. Name"
              .formatted(MOST_AUTHORS, name) + " the column that says whose answer a row is (`by`).");
    }
    Integer known = authors.putIfAbsent(name, authors.size());
    return known == null ? authors.size() - 1 : known;
  }

  private Place place(String id) {
    byte[] digest = Row.sha256().digest((seed + "\n" + id).getBytes(StandardCharsets.UTF_8));
    long hash = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      hash = hash << Byte.SIZE | digest[i] & 0xFF;
    }
    return new Place(hash, id);
  }

  /// What was gathered: authors with an answer among the kept prompts, and the prompts in the order they came.
  public Paired paired() {
    List<String> scored = List.copyOf(columns);
    List<Kept> prompts = new ArrayList<>(kept.values());
    prompts.sort(Comparator.comparingLong(Kept::order));
    List<String> names = new ArrayList<>(authors.keySet());
    names.removeIf(name -> prompts.stream().noneMatch(one -> one.answers().containsKey(authors.get(name))));
    @Nullable
    String[][] texts = new @Nullable String[names.size()][];
    double[][][] scores = new double[scored.size()][names.size()][];
    for (int a = 0; a < names.size(); a++) {
      int author = Objects.requireNonNull(authors.get(names.get(a)));
      texts[a] = texts(prompts, author);
      for (int c = 0; c < scored.size(); c++) {
        scores[c][a] = scores(prompts, author, scored.get(c));
      }
    }
    long repeated = prompts.stream().mapToLong(one -> one.more()[0]).sum();
    return new Paired(names, prompts.stream().map(Kept::prompt).toList(), texts, scored, scores,
        new Paired.Sample(limit != null, about(), repeated, prompts.stream().map(Kept::id).toList()));
  }

  private static @Nullable String[] texts(List<Kept> prompts, int author) {
    @Nullable
    String[] texts = new @Nullable String[prompts.size()];
    for (int p = 0; p < texts.length; p++) {
      Said said = prompts.get(p).answers().get(author);
      texts[p] = said == null ? null : said.text();
    }
    return texts;
  }

  private static double[] scores(List<Kept> prompts, int author, String column) {
    double[] scores = new double[prompts.size()];
    for (int p = 0; p < scores.length; p++) {
      Said said = prompts.get(p).answers().get(author);
      Double score = said == null ? null : said.scores().get(column);
      scores[p] = score == null ? Double.NaN : score;
    }
    return scores;
  }

  /// How many prompts there are: counted, or estimated from the lowest place that was let go.
  private long about() {
    if (limit == null) {
      return kept.size();
    }
    double below = (limit.hash() >>> 11) * 0x1.0p-53;
    return Math.max(kept.size() + 1L, Math.round(kept.size() / below));
  }
}
