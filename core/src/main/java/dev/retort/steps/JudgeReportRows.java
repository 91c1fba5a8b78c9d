package dev.retort.steps;

import dev.retort.measure.judging.Choice;
import dev.retort.measure.judging.Families;
import dev.retort.measure.judging.Findings;
import dev.retort.measure.judging.Judged;
import dev.retort.measure.judging.PairTally;
import dev.retort.measure.judging.RankTally;
import dev.retort.measure.judging.ScoreTally;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes from rows what judges said, and adds it up by judge.
final class JudgeReportRows {
  /// How `compare` writes its verdicts.
  private static final JudgeReport.Labels COMPARED = new JudgeReport.Labels(List.of("a"), List.of("b"), List.of("tie"));

  private final JudgeReport options;
  private final Schema schema;
  private final Families families;
  private final Map<String, PairTally> pairs = new TreeMap<>();
  private final Map<String, ScoreTally> scores = new TreeMap<>();
  private final Map<String, RankTally> ranks = new TreeMap<>();
  private long simulated;
  private long repeated;

  JudgeReportRows(JudgeReport options, Schema schema, Families families) {
    this.options = options;
    this.schema = schema;
    this.families = families;
  }

  /// Columns the recipe names itself, which must be there.
  List<String> named() {
    Stream<@Nullable String> names = Stream.of(options.of().verdict(), options.of().score(), options.of().rank(),
        options.about().teacherA(), options.about().teacherB(), options.about().response(), options.about().teacher());
    return Stream.concat(names.filter(Objects::nonNull).map(Objects::requireNonNull), options.human().stream())
        .toList();
  }

  /// Columns the recipe names that do not hold what is looked for in them, by option.
  Map<String, String> unfit() {
    Map<String, String> unfit = new LinkedHashMap<>();
    String score = options.of().score();
    if (score != null && schema.has(score) && score() == null) {
      unfit.put("score", "column '%s' is %s, wanted numbers.".formatted(score, schema.type(score)));
    }
    String rank = options.of().rank();
    if (rank != null && schema.has(rank) && rank() == null) {
      unfit.put("rank", "column '%s' is %s, wanted the `into` of a `rank` step, with '%s' beside it."
          .formatted(rank, schema.type(rank), rank + "_shown"));
    }
    return unfit;
  }

  private @Nullable String verdict() {
    return usual(options.of().verdict(), "verdict");
  }

  private @Nullable String score() {
    String score = usual(options.of().score(), "score");
    return score != null && schema.has(score) && number(schema.type(score)) ? score : null;
  }

  private @Nullable String rank() {
    String rank = usual(options.of().rank(), "rank");
    return rank != null && has(rank, Verdicts.RANKS) && has(rank + "_shown", Verdicts.RANKS) ? rank : null;
  }

  private @Nullable String usual(@Nullable String named, String usual) {
    return named != null ? named : schema.has(usual) ? usual : null;
  }

  private boolean has(String column, Type type) {
    return schema.has(column) && schema.type(column).equals(type);
  }

  private static boolean number(Type type) {
    return type == Type.Scalar.INT || type == Type.Scalar.FLOAT;
  }

  /// Whether no judge's word comes in.
  boolean nothing() {
    return verdict() == null && score() == null && rank() == null;
  }

  void add(Row row) {
    simulated += schema.has("simulated") && Boolean.TRUE.equals(row.get("simulated")) ? 1 : 0;
    String verdict = verdict();
    repeated += Stream.of(verdict, score(), rank()).anyMatch(column -> again(row, column)) ? 1 : 0;
    if (verdict != null) {
      pairs.computeIfAbsent(judge(row, verdict), name -> new PairTally(name, families))
          .add(new Judged(verdicts(row, verdict), answers(row), majority(row)));
    }
    String score = score();
    if (score != null) {
      scores.computeIfAbsent(judge(row, score), name -> new ScoreTally(name, families)).add(number(row.get(score)),
          length(row, VerdictMaterial.column(schema, options.about().response(), VerdictMaterial.RESPONSE)),
          family(row, usual(options.about().teacher(), "teacher")), rating(row));
    }
    String rank = rank();
    if (rank != null) {
      rank(ranks.computeIfAbsent(judge(row, rank), RankTally::new), row, rank);
    }
  }

  /// Whether the judge's word is a further one on the same row.
  private boolean again(Row row, @Nullable String column) {
    String sample = column + "_sample";
    return column != null && has(sample, Type.Scalar.INT) && row.get(sample) instanceof Long number && number > 0;
  }

  /// The name beside the judge's word; where none stands there, that of the column.
  private String judge(Row row, String column) {
    Object judge = schema.has(column + "_judge") ? row.get(column + "_judge") : null;
    return judge instanceof String name ? name : column;
  }

  private Judged.Verdicts verdicts(Row row, String column) {
    List<@Nullable Object> details = has(column + "_details", Verdicts.ORDERS) ? row.list(column + "_details") : null;
    if (details == null || details.isEmpty()) {
      boolean compared = schema.has(column + "_judge");
      return Judged.Verdicts.one(choice(row.get(column), compared ? COMPARED : options.labels()));
    }
    Choice first = choice(said(details.getFirst()), COMPARED);
    return details.size() == 1
        ? Judged.Verdicts.one(first)
        : Judged.Verdicts.both(first, choice(said(details.get(1)), COMPARED));
  }

  private static @Nullable Object said(@Nullable Object detail) {
    return detail instanceof Map<?, ?> fields ? fields.get("verdict") : null;
  }

  private Judged.Answers answers(Row row) {
    JudgeReport.About about = options.about();
    return new Judged.Answers(length(row, about.a()), length(row, about.b()),
        family(row, usual(about.teacherA(), "teacher_a")),
        family(row, usual(about.teacherB(), "teacher_b")));
  }

  /// Code points of an answer; null where it is absent.
  private @Nullable Long length(Row row, @Nullable String column) {
    String text = column != null && schema.has(column) && VerdictMaterial.judged(schema.type(column))
        ? VerdictMaterial.response(row, column)
        : null;
    return text == null ? null : Long.valueOf(text.codePointCount(0, text.length()));
  }

  private @Nullable String family(Row row, @Nullable String column) {
    String name = column != null && has(column, Type.Scalar.TEXT) ? row.text(column) : null;
    return name == null ? null : families.of(name);
  }

  /// What a word or number stands for; null for what is no label.
  private static @Nullable Choice choice(@Nullable Object value, JudgeReport.Labels labels) {
    if (value == null) {
      return null;
    }
    String word = value instanceof Number number
        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
        : value.toString().strip();
    return has(labels.a(), word)
        ? Choice.A
        : has(labels.b(), word) ? Choice.B : has(labels.tie(), word) ? Choice.TIE : null;
  }

  private static boolean has(List<String> words, String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(known -> known.toLowerCase(Locale.ROOT).equals(lower));
  }

  /// What more than half of those who gave a label say; null without one.
  private @Nullable Choice majority(Row row) {
    List<Choice> given = new ArrayList<>();
    for (String column : options.human()) {
      Choice choice = choice(row.get(column), options.labels());
      if (choice != null) {
        given.add(choice);
      }
    }
    for (Choice choice : Choice.values()) {
      if (2 * given.stream().filter(choice::equals).count() > given.size()) {
        return choice;
      }
    }
    return null;
  }

  /// The mean of those ratings that are there; null without one.
  private @Nullable Double rating(Row row) {
    List<Double> given = options.human().stream().map(column -> number(row.get(column))).filter(Objects::nonNull)
        .map(Objects::requireNonNull).toList();
    return given.isEmpty() ? null : Double.valueOf(given.stream().mapToDouble(value -> value).sum() / given.size());
  }

  private static @Nullable Double number(@Nullable Object value) {
    return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
  }

  private static void rank(RankTally tally, Row row, String column) {
    List<@Nullable Object> ranks = row.list(column);
    List<@Nullable Object> shown = row.list(column + "_shown");
    if (ranks == null || shown == null) {
      tally.addUnranked();
      return;
    }
    long[] byPlace = new long[shown.size()];
    for (int place = 0; place < byPlace.length; place++) {
      int candidate = ((Long) Objects.requireNonNull(shown.get(place))).intValue();
      byPlace[place] = (Long) Objects.requireNonNull(ranks.get(candidate));
    }
    tally.add(byPlace);
  }

  Findings findings() {
    return new Findings(pairs.values().stream().map(PairTally::report).toList(),
        scores.values().stream().map(ScoreTally::report).toList(),
        ranks.values().stream().map(RankTally::report).toList(), simulated, repeated);
  }
}
