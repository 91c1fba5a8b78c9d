package dev.retort.teacher.llamacpp;

import dev.retort.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a GGUF file says of itself, read without loading the model.
///
/// Source: the GGUF specification of ggml (docs/gguf.md), versions 2 and 3.
///
/// @param architecture `llama`, `qwen2`, ...
/// @param name the model's name; empty when the file gives none
/// @param contextLength tokens it was trained to see and write; null when the file does not say
/// @param chatTemplate its own chat template; null when it has none
/// @param bos its beginning-of-text token
public record Gguf(String architecture, String name, @Nullable Integer contextLength, @Nullable String chatTemplate,
    Bos bos) {

  /// The token a text starts with.
  ///
  /// @param added whether the engine puts it before every text
  /// @param text how the token is written; empty when the file has none
  public record Bos(boolean added, String text) {}

  /// Byte-pair vocabularies that want a beginning-of-text token although the file may not say so.
  private static final Set<String> PAIR_VOCABULARIES_WITH_BOS = Set.of("llama3", "llama-v3", "llama-bpe", "falcon3",
      "falcon-h1", "pixtral", "midm-2.0", "lfm2");

  /// Reads the head of a file that may be hostile.
  /// @throws UserError when there is no such file, or it is not a GGUF file Retort can read
  public static Gguf read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError("%s: found %s, wanted a GGUF model file. Correct the path `model:`.".formatted(file,
          Files.isDirectory(file) ? "a folder" : "no file"));
    }
    try (GgufReader reader = new GgufReader(file)) {
      return of(file, reader.read());
    } catch (IOException e) {
      throw new UserError("%s: could not be read (%s). Check the disk and the file's permissions.".formatted(file,
          e.getMessage()));
    }
  }

  private static Gguf of(Path file, GgufReader.Head head) {
    String architecture = head.text("general.architecture");
    if (architecture == null) {
      throw new UserError("%s: found no general.architecture, wanted a GGUF of a language model.".formatted(file));
    }
    Long pieces = head.number("split.count");
    if (pieces != null && pieces > 1) {
      throw new UserError("%s: found one of %d pieces of a model, wanted the whole. ".formatted(file, pieces)
          + "Join them with `llama-gguf-split --merge`.");
    }
    String name = head.text("general.name");
    return new Gguf(architecture, name == null ? "" : name, window(file, head.number(architecture + ".context_length")),
        head.text("tokenizer.chat_template"), new Bos(addsBos(head), head.bosText()));
  }

  private static @Nullable Integer window(Path file, @Nullable Long length) {
    if (length != null && (length < 2 || length > Integer.MAX_VALUE)) {
      throw new UserError("%s: found a context_length of %d, wanted 2 or more. The file is broken.".formatted(file,
          length));
    }
    return length == null ? null : Math.toIntExact(length);
  }

  private static boolean addsBos(GgufReader.Head head) {
    Boolean said = head.flag("tokenizer.ggml.add_bos_token");
    if (said != null) {
      return said;
    }
    String kind = head.text("tokenizer.ggml.model");
    String pair = head.text("tokenizer.ggml.pre");
    return "llama".equals(kind) || "bert".equals(kind)
        || "gpt2".equals(kind) && pair != null && PAIR_VOCABULARIES_WITH_BOS.contains(pair);
  }
}
