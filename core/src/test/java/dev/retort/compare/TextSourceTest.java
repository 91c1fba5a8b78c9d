package dev.retort.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {
  @TempDir
  Path folder = Path.of("");
  private Written written = new Written(folder);

  @BeforeEach
  void folder() {
    written = new Written(folder);
  }

  private List<String> read(ColumnNames names, boolean paired, String... files) {
    List<String> taken = new ArrayList<>();
    new TextSource(List.of(files), names, false)
        .read(paired, (author, prompt, text) -> taken.add(author + "|" + prompt + "|" + text), written);
    return taken;
  }

  private static ColumnNames named(@Nullable String prompt, @Nullable String text, @Nullable String by) {
    return new ColumnNames(prompt, text, by, null);
  }

  @Test
  void everyFormatIsReadAndFilesComeInTheOrderOfTheirNames() throws IOException {
    String csv = Files.writeString(folder.resolve("d.csv"), "prompt,output\np,of csv\n").toString();
    String array = Files.writeString(folder.resolve("c.json"), "[{\"prompt\": \"p\", \"output\": \"of array\"}]")
        .toString();
    Path packed = folder.resolve("b.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("{\"prompt\": \"p\", \"output\": \"of gzip\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    written.lines("a.jsonl", "{'prompt': 'p', 'output': 'of lines'}");

    assertThat(read(ColumnNames.GUESSED, true, csv, array, packed.toString(), folder.resolve("a.*").toString()))
        .containsExactly("a|p|of lines", "b|p|of gzip", "c|p|of array", "d|p|of csv");
    assertThat(written.notes).containsExactly("texts from 'output', grouped by the file's name, paired by 'prompt'");
  }

  @Test
  void namedColumnsGoBeforeGuesses() throws IOException {
    String file = written.lines("f.jsonl", "{'prompt': 'p', 'output': 'o', 'draft': 'd', 'who': 3, 'key': [1, 2]}");

    assertThat(read(named("key", "draft", "who"), true, file)).containsExactly("3|[1,2]|d");
    assertThat(read(ColumnNames.GUESSED, false, file)).containsExactly("f||o");
  }

  @Test
  void anInstructionAndItsInputAreOnePrompt() throws IOException {
    String file = written.lines("f.jsonl", "{'instruction': 'add', 'input': '1 2', 'output': '3'}",
        "{'instruction': 'greet', 'input': '', 'output': 'hi'}");

    assertThat(read(ColumnNames.GUESSED, true, file)).containsExactly("f|add\n1 2|3", "f|greet|hi");
  }

  @Test
  void aChatIsItsLastAnswerAndWhatCameBefore() throws IOException {
    String file = written.lines("f.jsonl",
        "{'teacher': 't', 'messages': [{'role': 'user', 'content': 'q'}, {'role': 'assistant', 'content': 'a'}]}",
        "{'teacher': 't', 'messages': [{'role': 'user', 'content': 'q'}, {'role': 'assistant', 'content': 'a'},"
            + " {'role': 'user', 'content': 'r'}, {'role': 'assistant', 'content': 'b'}]}",
        "{'teacher': 't', 'messages': [{'role': 'user', 'content': 'never answered'}]}");

    List<String> taken = read(ColumnNames.GUESSED, true, file);
    assertThat(taken).hasSize(2).contains("t|q|a");
    assertThat(taken.get(1)).startsWith("t|[{").contains("\"content\":\"r\"").endsWith("|b");
  }

  @Test
  void aCompletionOfTurnsIsItsLastTurn() throws IOException {
    String file = written.lines("f.jsonl", "{'prompt': [{'role': 'user', 'content': 'q'}],"
        + " 'completion': [{'role': 'assistant', 'content': 'a'}]}");

    assertThat(read(ColumnNames.GUESSED, true, file))
        .containsExactly("f|[{\"content\":\"q\",\"role\":\"user\"}]|a");
  }

  @Test
  void whatIsNotThereIsToldWithWhatIs() throws IOException {
    String file = written.lines("f.jsonl", "{'prompt': 'p', 'output': 'o', 'generator': 'g'}");
    String odd = written.lines("odd.jsonl", "{'x': 1}");

    refused(named(null, null, "generatr"), file, "--by: no record has 'generatr'. Did you mean 'generator'?");
    refused(named(null, "outptu", null), file, "Did you mean 'output'?");
    refused(named("q", null, null), file, "--prompt: no record has 'q'. Known: prompt, output, generator.");
    refused(ColumnNames.GUESSED, odd, "--text: no column was found to hold texts");
    refused(named(null, "x", null), odd, "--prompt: no column was found to hold a prompt");
    refused(ColumnNames.GUESSED, folder.resolve("none.jsonl").toString(), "no such file. Check the path.");
  }

  private void refused(ColumnNames names, String file, String told) {
    assertThatThrownBy(() -> read(names, true, file)).isInstanceOf(UserError.class).hasMessageContaining(told);
  }

  @Test
  void aBadRecordIsToldOrLeftOutAndCounted() throws IOException {
    String file = written.lines("f.jsonl", "{'prompt': 'p', 'output': 'o'}", "{broken",
        "{'prompt': 'q', 'output': 'o'}");

    refused(ColumnNames.GUESSED, file, "f.jsonl:2: not JSON");
    ReadCounts counts = new TextSource(List.of(file), ColumnNames.GUESSED, true).read(true, (_, _, _) -> {}, written);
    assertThat(counts).isEqualTo(new ReadCounts(1, 3, 2, 0, Map.of("unreadable", 1L)));
  }
}
