package dev.retort.teacher.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.files.FileHash;
import dev.retort.recipe.Problem;
import dev.retort.row.Message;
import dev.retort.run.Check;
import dev.retort.run.RunOptions;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaCppTest {

  @TempDir
  Path folder;

  @Test
  void wrongOptionsAreRefused() {
    assertThatThrownBy(() -> new LlamaCpp("m.gguf", null, "alpaca", null, 1, 1)).hasMessageContaining("plain, chatml");
    assertThatThrownBy(() -> new LlamaCpp(" ", null, null, null, 1, 1)).hasMessageContaining("model");
    assertThatThrownBy(() -> new LlamaCpp("m.gguf", null, null, 1, 1, 1)).hasMessageContaining("context_window");
    assertThatThrownBy(() -> new LlamaCpp("m.gguf", null, null, null, 0, 1)).hasMessageContaining("threads");
    assertThatThrownBy(() -> new LlamaCpp("m.gguf", null, null, null, 1, 65)).hasMessageContaining("parallel");
  }

  @Test
  void problemsAreToldWithoutStartingAnything() throws IOException {
    assertThat(new LlamaCpp("none.gguf", "no-server", null, null, 1, 1).problems(folder)).hasSize(2)
        .anyMatch(line -> line.contains("found no program at")).anyMatch(line -> line.contains("found no file"));
    Files.write(folder.resolve("m.gguf"), new GgufBytes().text("general.architecture", "llama")
        .number("llama.context_length", 64).text("tokenizer.chat_template", "{{ x }}").bytes());
    assertThat(new LlamaCpp("m.gguf", null, null, null, 1, 1).problems(folder)).isEmpty();
    assertThat(new LlamaCpp("m.gguf", null, null, null, 1, 1).chatProblems(folder)).isEmpty();
    assertThat(new LlamaCpp("m.gguf", null, null, 65, 1, 1).problems(folder)).singleElement().asString()
        .contains("found 65, wanted at most the 64 tokens");
    Files.write(folder.resolve("n.gguf"), new GgufBytes().text("general.architecture", "llama").bytes());
    assertThat(new LlamaCpp("n.gguf", null, null, null, 1, 1).problems(folder)).singleElement().asString()
        .contains("found no context length");
    assertThat(new LlamaCpp("n.gguf", null, null, 512, 1, 1).problems(folder)).isEmpty();
  }

  @Test
  void aLargeWindowIsUsedOnlyWhenAskedFor() throws IOException {
    Files.write(folder.resolve("m.gguf"), new GgufBytes().text("general.architecture", "llama")
        .number("llama.context_length", 131_072).bytes());
    assertThat(window(new LlamaCpp("m.gguf", null, null, null, 1, 1))).isEqualTo(8192);
    assertThat(window(new LlamaCpp("m.gguf", null, null, 131_072, 1, 1))).isEqualTo(131_072);
  }

  @Test
  void theHashOfAModelIsRememberedUntilTheFileChanges() throws IOException {
    Path file = Files.writeString(folder.resolve("m.gguf"), "one");
    FileHash hashes = new FileHash(folder.resolve("cache"));
    String one = hashes.of(file);
    assertThat(one).isEqualTo(FileHash.compute(file)).isEqualTo(new FileHash(folder.resolve("cache")).of(file));
    Files.writeString(file, "three");
    assertThat(hashes.of(file)).isEqualTo(FileHash.compute(file)).isNotEqualTo(one);
  }

  @Test
  void aSeedOfAnyLengthIsFoldedAndNeverMeansAnySeed() {
    assertThat(CompletionBody.fold(7)).isEqualTo(7);
    assertThat(CompletionBody.fold(Long.MAX_VALUE)).isNotEqualTo(-1);
    assertThat(CompletionBody.fold(0xFFFFFFFFL)).isNotEqualTo(-1);
    assertThat(CompletionBody.fold(1L << 40)).isNotEqualTo(CompletionBody.fold(1L << 41));
  }

  @Test
  void aHubsFileIsNotReadBeforeItIsFetched() {
    assertThatThrownBy(() -> new LlamaCpp("hf:a/b/c.bin", null, null, null, 1, 1))
        .hasMessageContaining("hf:OWNER/REPO/FILE.gguf");
    LlamaCpp absent = new LlamaCpp("hf:none-such/none-such/c.gguf", null, null, null, 1, 1);
    assertThat(absent.problems(folder)).isEmpty();
    assertThat(absent.chatProblems(folder)).isEmpty();
    assertThat(absent.files(folder)).isEmpty();
    assertThat(new LlamaCpp("hf:none-such/c.gguf", null, null, null, 1, 1).problems(folder)).singleElement().asString()
        .contains("found no address");
  }

  @Test
  void theModelIsNamedAndItsFileWatched() {
    Backend teacher = new LlamaCpp("sub/m.gguf", null, null, null, 1, 1);
    assertThat(teacher.model()).isEqualTo("sub/m.gguf");
    assertThat(teacher.files(folder)).containsExactly(folder.resolve("sub/m.gguf"));
  }

  @Test
  void stepsThatAskChatsAreToldBeforeTheRunThatTheModelHasNoTemplate() throws IOException {
    Files.write(folder.resolve("m.gguf"), new GgufBytes().text("general.architecture", "llama")
        .number("llama.context_length", 64).bytes());
    Files.writeString(folder.resolve("in.jsonl"), "{\"q\":\"a\"}\n");
    assertThat(check("{model: m.gguf}").stream().map(Problem::message)).singleElement().asString()
        .contains("teacher 'small'", "found no chat template");
    assertThat(check("{model: m.gguf, chat_template: plain}")).isEmpty();
  }

  private List<Problem> check(String options) throws IOException {
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), """
        recipe: chats
        teachers:
          small: {llama_cpp: %s}
        steps:
          - read: {path: in.jsonl, terms: own}
          - prompt: {template: "{{q}}"}
        """.formatted(options));
    return Check.check(RunOptions.of(recipe)).problems();
  }

  @Test
  void aRenderedChatsReasoningIsTakenApart() {
    LlamaCpp.Opened opened = new LlamaCpp.Opened("id", "m", 64, "plain", null, true);
    ServerProcess process = new ServerProcess("t", new Launch.Embedded(
        new Launch.Settings(folder, 64, 1, 1, false)), folder, LlamaCpp.TO_LOAD);
    try (LlamaEndpoint endpoint = new LlamaEndpoint("t", opened, process, new LlamaQueue("t", 1, 1))) {
      String body = "{\"model\":\"m\",\"choices\":[{\"text\":\"<think>hm</think>yes\"}]}";
      Reply.Choice chat = endpoint.read(new Request.Chat(List.of(Message.user("x")), Sampling.NONE), body).first();
      assertThat(chat.text()).isEqualTo("yes");
      assertThat(chat.reasoning()).isEqualTo("hm");
      assertThat(endpoint.read(new Request.Completion("x", Sampling.NONE), body).first().text())
          .isEqualTo("<think>hm</think>yes");
    }
  }

  private int window(LlamaCpp teacher) {
    try (LlamaEndpoint endpoint = Stories.open(teacher, folder)) {
      return endpoint.window().orElseThrow();
    }
  }
}
