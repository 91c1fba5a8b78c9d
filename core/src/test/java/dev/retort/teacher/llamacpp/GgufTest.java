package dev.retort.teacher.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufTest {

  @TempDir
  Path folder;

  @Test
  void theRealModelsHeadIsReadNeedsShared() {
    Gguf gguf = Gguf.read(Stories.gguf());
    assertThat(gguf).isEqualTo(new Gguf("llama", "llama", 128, null, new Gguf.Bos(true, "<s>")));
  }

  @Test
  void aHeadIsReadWhateverStandsAroundIt() throws IOException {
    GgufBytes bytes = new GgufBytes().text("general.architecture", "qwen2").text("general.name", "Größe 7")
        .texts("tokenizer.ggml.tokens", "a", "b".repeat(70_000), "<bos>").number("tokenizer.ggml.bos_token_id", 2)
        .text("tokenizer.ggml.model", "gpt2").text("tokenizer.chat_template", "{{ messages }}")
        .number("qwen2.context_length", 32_768).text("notes", "x".repeat(3 << 20));
    assertThat(Gguf.read(write(bytes.bytes())))
        .isEqualTo(new Gguf("qwen2", "Größe 7", 32_768, "{{ messages }}", new Gguf.Bos(false, "<bos>")));
    bytes.text("tokenizer.ggml.pre", "llama-bpe");
    assertThat(Gguf.read(write(bytes.bytes())).bos().added()).isTrue();
    bytes.flag("tokenizer.ggml.add_bos_token", false);
    assertThat(Gguf.read(write(bytes.bytes())).bos().added()).isFalse();
  }

  @Test
  void whatIsNoModelIsTheUsersMistake() throws IOException {
    assertThatThrownBy(() -> Gguf.read(folder.resolve("none.gguf"))).isInstanceOf(UserError.class)
        .hasMessageContaining("found no file");
    assertThatThrownBy(() -> Gguf.read(folder)).isInstanceOf(UserError.class).hasMessageContaining("a folder");
    refused("no GGUF mark", new byte[0]);
    refused("no GGUF mark", "PK a zip file, no model at all".getBytes(StandardCharsets.UTF_8));
    refused("GGUF version 1", new GgufBytes().version(1).bytes());
    refused("GGUF version 50331648", new GgufBytes().version(0x03000000).bytes());
    refused("no general.architecture", new GgufBytes().bytes());
    refused("one of 4 pieces",
        new GgufBytes().text("general.architecture", "llama").number("split.count", 4).bytes());
    refused("context_length of 0",
        new GgufBytes().text("general.architecture", "llama").number("llama.context_length", 0).bytes());
    refused("twice", new GgufBytes().text("a", "b").text("a", "b").bytes());
  }

  @Test
  void sizesThatCannotBeAreRefusedWithoutSettingMemoryAside() throws IOException {
    refused("keys, wanted at most", new GgufBytes().keys(1L << 40).bytes());
    refused("keys, wanted at most", new GgufBytes().keys(-1).bytes());
    refused("a text of 9223372036854775807 bytes", new GgufBytes().key("a").u32(8).u64(Long.MAX_VALUE).bytes());
    refused("a text of 18446744073709551615 bytes", new GgufBytes().key("a").u32(8).u64(-1).bytes());
    refused("an array of 4611686018427387904", new GgufBytes().key("a").u32(9).u32(10).u64(1L << 62).bytes());
    refused("an array of", new GgufBytes().key("a").u32(9).u32(8).u64(1L << 40).bytes());
    refused("unknown type 77", new GgufBytes().key("a").u32(77).bytes());
    refused("unknown type 77", new GgufBytes().key("a").u32(9).u32(77).u64(1).bytes());
    GgufBytes deep = new GgufBytes().key("a").u32(9);
    for (int i = 0; i < 100; i++) {
      deep.u32(9).u64(1);
    }
    refused("an array of 1 elements", deep.bytes());
    refused("end of the file", new GgufBytes().keys(3).bytes());
  }

  @Test
  void everyCutAndManyDamagedFilesEndInAMessageAndNothingElse() throws IOException {
    byte[] whole = new GgufBytes().text("general.architecture", "llama").texts("tokenizer.ggml.tokens", "a", "b")
        .number("tokenizer.ggml.bos_token_id", 1).number("llama.context_length", 64).bytes();
    assertThatCode(() -> Gguf.read(write(whole))).doesNotThrowAnyException();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Gguf.read(write(cut))).isInstanceOf(UserError.class);
    }
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
      try {
        Gguf.read(write(damaged));
      } catch (UserError e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(500, 2999);
  }

  private void refused(String words, byte[] content) throws IOException {
    Path file = write(content);
    assertThatThrownBy(() -> Gguf.read(file)).isInstanceOf(UserError.class).hasMessageContaining(words)
        .hasMessageContaining("model.gguf");
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.gguf"), content);
  }
}
