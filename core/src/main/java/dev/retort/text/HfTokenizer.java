package dev.retort.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.retort.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tokenises as a Hugging Face `tokenizer.json` says, whole texts, never cut and never padded.
public final class HfTokenizer implements Tokenizer, AutoCloseable {

  /// The largest `tokenizer.json` in use is about 35 MB.
  private static final long MAX_BYTES = 256L << 20;

  private final HuggingFaceTokenizer tokenizer;

  private HfTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// Opens a `tokenizer.json`. Asks no network.
  /// @throws UserError when there is no such file or it is not a tokenizer
  public static HfTokenizer open(Path file) {
    refuseUnreadable(file);
    offline();
    try {
      return new HfTokenizer(HuggingFaceTokenizer.builder().optTokenizerPath(file.toAbsolutePath())
          .optTruncation(false).optPadding(false).optAddSpecialTokens(false).build());
    } catch (IOException | RuntimeException e) {
      throw new UserError("%s: found no tokenizer in it (%s), wanted a Hugging Face tokenizer.json. Fetch the file"
          .formatted(file, firstLine(e)) + " again from the model's page.");
    }
  }

  private static void refuseUnreadable(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError("%s: found %s, wanted a tokenizer.json. Correct the path `tokenizer:`.".formatted(file,
          Files.isDirectory(file) ? "a folder" : "no file"));
    }
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw new UserError("%s: found %d bytes, wanted a tokenizer.json of at most %d. Is it the model itself?"
            .formatted(file, bytes, MAX_BYTES));
      }
    } catch (IOException e) {
      throw new UserError("%s: could not be read (%s). Check its permissions.".formatted(file, firstLine(e)));
    }
  }

  /// The library would otherwise look for its native part on the network where its jar lacks it.
  private static void offline() {
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().lines().toList().getFirst();
  }

  @Override
  public int[] encode(String text) {
    long[] ids = tokenizer.encode(text, false, false).getIds();
    int[] tokens = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = Math.toIntExact(ids[i]);
    }
    return tokens;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
