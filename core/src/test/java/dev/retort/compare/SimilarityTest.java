package dev.retort.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.UserError;
import dev.retort.compare.AnswerSheet.Pairing;
import dev.retort.compare.SimilarityMeasure.Chosen;
import dev.retort.compare.SimilarityMeasure.Making;
import dev.retort.compare.SimilarityReport.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimilarityTest {
  private static final Draw DRAW = new Draw(100, 7);

  @TempDir
  Path folder = Path.of("");
  private Written written = new Written(folder);
  private String ann = "";
  private String ben = "";

  @BeforeEach
  void answers() throws IOException {
    written = new Written(folder);
    ann = written.lines("ann.jsonl", "{'prompt': 'one', 'model': 'ann', 'output': 'The cat sat.'}",
        "{'prompt': 'two', 'model': 'ann', 'output': 'Dogs run'}");
    ben = written.lines("ben.jsonl", "{'prompt': 'two', 'model': 'ben', 'output': 'a dog runs'}",
        "{'prompt': 'one', 'model': 'ben', 'output': 'the cat ran'}");
  }

  private SimilarityReport report(boolean stemmed, String... files) {
    return similarity(stemmed, DRAW, files).measure((_, _, _, _) -> {}, written);
  }

  private static Similarity similarity(boolean stemmed, Draw draw, String... files) {
    return new Similarity(source(files),
        SimilarityMeasure.choose(SimilarityMeasure.DEFAULT, new Making(stemmed, null, null)), null,
        draw);
  }

  private String json(Draw draw, String... files) {
    return SimilarityJson.of(similarity(true, draw, files).measure((_, _, _, _) -> {}, written), draw.seed())
        .toString();
  }

  @Test
  void meansAreThoseCountedByHand() {
    Pair pair = report(true, ann, ben).pairs().getFirst();

    assertThat(List.of(pair.a(), pair.b())).containsExactly("ann", "ben");
    assertThat(pair.prompts()).isEqualTo(2);
    // the cat | sat, the cat | ran: 2 of 3 words, 1 of 2 pairs. dog run | a dog run: 2 of 2 and 2 of 3; 1 of 1 and 1 of 2.
    assertThat(pair.values().get(0).value()).isCloseTo((2 / 3.0 + 0.8) / 2, within(1e-15));
    assertThat(pair.values().get(1).value()).isCloseTo((0.5 + 2 / 3.0) / 2, within(1e-15));
    assertThat(pair.values().get(2).value()).isCloseTo((2 / 3.0 + 0.8) / 2, within(1e-15));
    assertThat(pair.values()).allSatisfy(value -> {
      assertThat(value.sample()).isEqualTo(2);
      assertThat(value.low()).isLessThan(value.value());
      assertThat(value.high()).isGreaterThan(value.value());
    });
  }

  @Test
  void withoutStemsOnlyEqualWordsCount() {
    assertThat(report(false, ann, ben).pairs().getFirst().values().getFirst().value())
        .isCloseTo((2 / 3.0 + 0) / 2, within(1e-15));
  }

  @Test
  void whatHasADirectionIsGivenInBoth() {
    List<Chosen> chosen = SimilarityMeasure.choose(List.of("chrf", "jaccard"), new Making(true, null, null));
    SimilarityReport report = new Similarity(source(ann, ben), chosen, null, DRAW).measure((_, _, _, _) -> {}, written);

    assertThat(report.pairs()).extracting(pair -> pair.a() + pair.b()).containsExactly("annben", "benann");
    double there = report.pairs().get(0).values().get(0).value();
    double back = report.pairs().get(1).values().get(0).value();
    assertThat(there).isNotEqualTo(back).isBetween(1.0, 99.0);
    // the cat sat, the cat ran: 2 of 4 words. dogs run, a dog runs: none.
    assertThat(report.pairs()).allSatisfy(pair -> assertThat(pair.values().get(1).value()).isEqualTo(0.25));
    assertThat(report.consensus().getFirst().places()).allSatisfy(
        place -> assertThat(place.mean().value()).isCloseTo((there + back) / 2, within(1e-9)));
  }

  @Test
  void cosineIsToldFromTheEmbeddingsOfTheRecords() throws IOException {
    String file = written.lines("v.jsonl", "{'prompt': 'one', 'model': 'x', 'output': 'a', 'v': [1, 0]}",
        "{'prompt': 'one', 'model': 'y', 'output': 'b', 'v': [3, 4]}",
        "{'prompt': 'two', 'model': 'x', 'output': 'c', 'v': [0, 0]}",
        "{'prompt': 'two', 'model': 'y', 'output': 'b', 'v': [3, 4]}",
        "{'prompt': 'two', 'model': 'z', 'output': 'd'}");
    SimilarityReport report = cosine(file);

    Pair pair = report.pairs().getFirst();
    assertThat(pair.prompts()).isEqualTo(2);
    assertThat(pair.values().getFirst().value()).isCloseTo(0.6, within(1e-7));
    assertThat(pair.values().getFirst().sample()).isEqualTo(1);
    assertThat(report.sample().read().left()).isEqualTo(Map.of("no list of numbers in 'v'", 1L));
    String longer = written.lines("w.jsonl", "{'prompt': 'one', 'model': 'z', 'output': 'e', 'v': [1, 2, 3]}");
    assertThatThrownBy(() -> cosine(file, longer)).hasMessageContaining("embeddings of 2 and of 3 numbers");
    assertThatThrownBy(() -> SimilarityMeasure.choose(List.of("cosine"), new Making(true, null, null)))
        .hasMessageContaining("Name it with --vectors");
    assertThatThrownBy(() -> SimilarityMeasure.choose(List.of("bleu"), new Making(true, new Embeddings(), null)))
        .hasMessageContaining("Add cosine to --measures");
  }

  @Test
  void aPairWithoutAValueIsNullInJson() throws IOException {
    String file = written.lines("v.jsonl", "{'prompt': 'one', 'model': 'x', 'output': 'a', 'v': [0, 0]}",
        "{'prompt': 'one', 'model': 'y', 'output': 'b', 'v': [3, 4]}");

    assertThat(SimilarityJson.of(cosine(file), 7).required("pairs").toString())
        .isEqualTo("[{\"a\":\"x\",\"b\":\"y\",\"prompts\":1,\"cosine\":{\"mean\":null,\"low\":null,\"high\":null}}]");
  }

  private SimilarityReport cosine(String... files) {
    Embeddings embeddings = new Embeddings();
    List<Chosen> chosen = SimilarityMeasure.choose(List.of("cosine"), new Making(true, embeddings, null));
    return new Similarity(
        new TextSource(List.of(files), new ColumnNames(null, null, null, ColumnNames.vectors("v")), false), chosen,
        embeddings, DRAW).measure((_, _, _, _) -> {}, written);
  }

  private static TextSource source(String... files) {
    return new TextSource(List.of(files), ColumnNames.GUESSED, false);
  }

  @Test
  void eachPromptsValuesAreTold() {
    List<String> told = new ArrayList<>();
    similarity(true, DRAW, ann, ben)
        .measure((prompt, a, b, values) -> told.add("%s %s %s %.3f".formatted(prompt, a, b, values[2])), written);

    assertThat(told).containsExactly("one ann ben 0.667", "two ann ben 0.800");
  }

  @Test
  void whatWasTakenForWhatIsTold() {
    report(true, ann, ben);
    assertThat(written.notes).contains("texts from 'output', grouped by 'model', paired by 'prompt'");
  }

  @Test
  void whatCannotBePairedIsCounted() throws IOException {
    String others = written.lines("others.jsonl", "{'prompt': 'three', 'model': 'eve', 'output': 'nobody else'}",
        "{'prompt': 'one', 'model': 'dan', 'output': 'first'}", "{'prompt': 'one', 'model': 'dan', 'output': 'second'}",
        "{'prompt': 'two', 'model': 'dan', 'output': 'dogs'}", "{'prompt': 'two', 'model': 'dan', 'output': 'dogs'}",
        "{'prompt': 'two', 'model': 'dan'}", "{'prompt': 'two', 'output': 'whose?'}",
        "{'model': 'dan', 'output': 'of what?'}", "{'prompt': 'four', 'model': 'dan', 'output': ''}");
    SimilarityReport report = report(true, ann, ben, others);

    assertThat(report.sample().pairing()).containsExactly(new Pairing("ann", 2, 2, 2, 0, 0),
        new Pairing("ben", 2, 2, 2, 0, 0), new Pairing("dan", 2, 1, 1, 1, 1), new Pairing("eve", 1, 0, 3, 0, 0));
    assertThat(report.sample().read().left())
        .isEqualTo(Map.of("no author in 'model'", 1L, "no text in 'output'", 1L, "no prompt", 1L));
    assertThat(report.sample().read().empty()).isEqualTo(1);
    assertThat(report.pairs()).extracting(pair -> pair.a() + " " + pair.b() + " " + pair.prompts())
        .containsExactly("ann ben 2", "ann dan 1", "ben dan 1");
    assertThat(report.consensus()).allSatisfy(
        one -> assertThat(one.places()).extracting(SimilarityReport.Place::author).doesNotContain("eve").hasSize(3));
  }

  /// Ten prompts, at each of which the answer shares one word more with that of others.
  private String growing(String author, String end) throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      records.add("{'prompt': 'p%d', 'model': '%s', 'output': '%s %s'}".formatted(i, author, "word ".repeat(i), end));
    }
    return written.lines(author + ".jsonl", records.toArray(new String[0]));
  }

  @Test
  void theOrderOfFilesDoesNotChangeAByteAndTheSeedAndTheTextsDo() throws IOException {
    String one = growing("one", "alpha beta");
    String two = growing("two", "beta gamma");
    String three = growing("three", "delta");
    String once = json(DRAW, one, two, three);

    assertThat(json(DRAW, three, two, one)).isEqualTo(once);
    assertThat(json(DRAW, three, three, two, one)).isEqualTo(once);
    assertThat(json(new Draw(100, 8), one, two, three).replace("\"seed\":8", "\"seed\":7")).isNotEqualTo(once);
    growing("three", "gamma");
    assertThat(json(DRAW, one, two, three)).isNotEqualTo(once);
  }

  @Test
  void theNearestToTheOthersIsFirst() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      records.add("{'prompt': 'p%d', 'model': 'near', 'output': 'alpha beta gamma n%d'}".formatted(i, i));
      records.add("{'prompt': 'p%d', 'model': 'left', 'output': 'alpha beta left n%d'}".formatted(i, i));
      records.add("{'prompt': 'p%d', 'model': 'odd', 'output': 'nothing of the kind'}".formatted(i));
    }
    SimilarityReport.Consensus consensus = report(true, written.lines("all.jsonl", records.toArray(new String[0])))
        .consensus().getFirst();

    assertThat(consensus.places()).extracting(place -> place.author() + place.rank() + place.best() + place.worst())
        .containsExactly("left112", "near212", "odd333");
    assertThat(consensus.places().getFirst().mean().value()).isCloseTo(0.75 / 2, within(1e-12));
    assertThat(consensus.comparisons()).extracting(one -> one.a() + one.b()).containsExactly("leftnear", "leftodd",
        "nearodd");
    assertThat(consensus.comparisons().getFirst().holm()).isEqualTo(1);
    assertThat(consensus.comparisons().get(1).holm()).isBetween(1e-9, 0.001);
  }

  @Test
  void onlySoManyPromptsAreMeasuredAndTheSameOfAllAuthors() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      records.add("{'prompt': 'p%d', 'model': 'ann', 'output': 'x'}".formatted(i));
      records.add("{'prompt': 'p%d', 'model': 'ben', 'output': 'y'}".formatted(49 - i));
    }
    String file = written.lines("all.jsonl", records.toArray(new String[0]));
    SimilarityReport few = similarity(true, new Draw(10, 7), file).measure((_, _, _, _) -> {}, written);

    assertThat(few.pairs()).singleElement().extracting(Pair::prompts).isEqualTo(10);
    assertThat(few.sample().beyond()).isEqualTo(80);
    assertThat(few.sample().pairing()).extracting(Pairing::answers).containsOnly(10);
    List<String> seven = drawn(file, 7);
    assertThat(seven).isEqualTo(drawn(file, 7)).isNotEqualTo(drawn(file, 8));
  }

  private List<String> drawn(String file, long seed) {
    List<String> prompts = new ArrayList<>();
    similarity(true, new Draw(10, seed), file).measure((prompt, _, _, _) -> prompts.add(prompt), written);
    return prompts;
  }

  @Test
  void nothingToPairIsRefused() throws IOException {
    String eve = written.lines("eve.jsonl", "{'prompt': 'three', 'model': 'eve', 'output': 'nobody else'}");
    String twice = written.lines("twice.jsonl", "{'prompt': 'one', 'model': 'x', 'output': '1'}",
        "{'prompt': 'one', 'model': 'x', 'output': '2'}", "{'prompt': 'one', 'model': 'y', 'output': '1'}");

    refused("found one author, [ann]", ann);
    refused("no two authors have answered the same prompt", ann, eve);
    refused("some have several to one", twice);
    refused("the texts take too much memory", 8);
  }

  private void refused(String told, String... files) {
    assertThatThrownBy(() -> report(true, files)).isInstanceOf(UserError.class).hasMessageContaining(told);
  }

  private static void refused(String told, long memory) {
    HeldText held = new HeldText(memory);
    held.add("ab");
    held.remove("ab");
    held.add("ab");
    assertThatThrownBy(() -> held.add("c")).isInstanceOf(UserError.class).hasMessageContaining(told);
  }
}
