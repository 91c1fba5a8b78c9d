package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordNetTest {
  @TempDir
  Path folder;

  @BeforeEach
  void aSmallDictionary() throws IOException {
    for (String part : List.of("noun", "verb", "adj", "adv")) {
      write("index." + part, "");
      write("data." + part, "");
      write(part + ".exc", "");
    }
    write("index.noun", "  1 a licence\ncar n 2 1 @ 2 1 00000010 00000090  \nmouse n 1 0 1 1 00000200  \n");
    write("data.noun", "  1 a licence\n00000010 06 n 03 car 0 auto 0 motor_car 0 001 @ 00000001 n 0000 | a vehicle\n"
        + "00000090 06 n 02 car 1 railcar 0 000 | on rails\n00000200 05 n 02 mouse 0 Rodent 0 000 | small\n");
    write("noun.exc", "mice mouse\n");
    write("index.adj", "fast a 1 0 1 1 00000300  \n");
    write("data.adj", "00000300 00 s 02 fast 0 quick(p) 0 000 | swift\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void synonymsAreTheSingleWordsOfAllMeanings() {
    assertThat(WordNet.open(folder).synonyms("car")).containsExactlyInAnyOrder("car", "auto", "railcar");
  }

  @Test
  void endingsAndIrregularFormsLeadToTheBaseForm() {
    WordNet wordNet = WordNet.open(folder);
    assertThat(wordNet.synonyms("cars")).contains("auto");
    assertThat(wordNet.synonyms("mice")).containsExactlyInAnyOrder("mouse", "Rodent");
    assertThat(wordNet.synonyms("faster")).containsExactlyInAnyOrder("fast", "quick");
    assertThat(wordNet.synonyms("boat")).isEmpty();
    assertThat(wordNet.synonyms("")).isEmpty();
  }

  @Test
  void aFolderThatIsNoDictionaryIsTheUsersMistake() throws IOException {
    assertThatThrownBy(() -> WordNet.open(folder.resolve("none"))).isInstanceOf(UserError.class)
        .hasMessageContaining("index.noun");
    write("index.verb", "run v\n");
    assertThatThrownBy(() -> WordNet.open(folder)).isInstanceOf(UserError.class).hasMessageContaining("index.verb");
  }
}
