package dev.retort.teacher.llamacpp;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import dev.retort.row.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The model inside the child process: the one class that calls the native binding.
///
/// Stop texts are looked for here, since the binding loses text it holds back for them when the answer ends.
final class EmbeddedModel {

  private final LlamaModel model;
  private final Gguf gguf;
  private final int window;

  EmbeddedModel(String file, Gguf gguf, int window, int threads, int parallel) {
    this.gguf = gguf;
    this.window = window;
    ModelParameters parameters = new ModelParameters().setModel(file).setThreads(threads).setThreadsBatch(threads)
        .setCtxSize(Math.multiplyExact(window, parallel)).setParallel(parallel).disableContextShift().disableLog();
    if (gguf.chatTemplate() != null) {
      parameters.enableJinja();
    }
    model = new LlamaModel(parameters);
  }

  /// A generated text.
  ///
  /// @param completionTokens exact but where characters were put together from byte tokens before a stop
  record Answer(String text, String finishReason, int completionTokens) {}

  int window() {
    return window;
  }

  boolean hasChatTemplate() {
    return gguf.chatTemplate() != null;
  }

  /// Tokens of a text; the binding itself never counts the beginning-of-text token.
  int countPrompt(String prompt) {
    return model.encode(prompt).length + (gguf.bos().added() ? 1 : 0);
  }

  int[] encode(String text) {
    return model.encode(text);
  }

  /// The token put before a text; null where none is or its number cannot be told.
  @Nullable
  Integer bosToken() {
    if (!gguf.bos().added() || gguf.bos().text().isEmpty()) {
      return null;
    }
    int[] tokens = model.encode(gguf.bos().text());
    return tokens.length == 0 ? null : tokens[tokens.length - 1];
  }

  /// The chat as the file's own template renders it, without the beginning-of-text mark the engine adds by itself.
  String render(List<Message> messages) {
    boolean system = !messages.isEmpty() && messages.getFirst().is("system");
    List<Pair<String, String>> turns = new ArrayList<>();
    for (Message message : messages.subList(system ? 1 : 0, messages.size())) {
      turns.add(new Pair<>(message.role(), message.content()));
    }
    String text = model.applyTemplate(
        new InferenceParameters("").setMessages(system ? messages.getFirst().content() : null, turns));
    String mark = gguf.bos().text();
    return gguf.bos().added() && !mark.isEmpty() && text.startsWith(mark) ? text.substring(mark.length()) : text;
  }

  /// Continues a prompt that fits the window.
  /// @param ended asked before each token; true gives the answer up
  Answer generate(CompletionBody ask, int choice, int promptTokens, BooleanSupplier ended) {
    int room = window - promptTokens;
    int budget = ask.maxTokens() == null ? room : Math.min(room, ask.maxTokens());
    LlamaIterator tokens = model.generate(ask.parameters(choice).setNPredict(budget)).iterator();
    StringBuilder text = new StringBuilder();
    int count = 0;
    String last = "";
    while (tokens.hasNext() && !ended.getAsBoolean()) {
      String piece = tokens.next().text;
      if (!tokens.hasNext()) {
        text.append(piece); // the closing event; it carries no token
        break;
      }
      text.append(piece);
      last = piece;
      count += tokensOf(piece);
      int stop = stop(text, piece.length(), ask.stop());
      if (stop >= 0) {
        tokens.cancel();
        return new Answer(text.substring(0, stop), "stop", Math.min(count, budget));
      }
    }
    if (tokens.hasNext()) {
      tokens.cancel();
    }
    boolean cut = count == 0 || !last.isEmpty();
    return new Answer(text.toString(), cut ? "length" : "stop", cut ? budget : Math.min(count, budget));
  }

  /// The tokens of the answer, by tokenising it anew after its prompt; null where they do not fall apart there.
  int @Nullable [] answerTokens(String prompt, String text) {
    int[] before = model.encode(prompt);
    int[] all = model.encode(prompt + text);
    boolean apart = all.length >= before.length && Arrays.equals(before, 0, before.length, all, 0, before.length);
    return apart ? Arrays.copyOfRange(all, before.length, all.length) : null;
  }

  /// Where the earliest stop text begins that ends within the last piece; -1 when none does.
  private static int stop(StringBuilder text, int pieceLength, List<String> stops) {
    int earliest = -1;
    for (String stop : stops) {
      int from = Math.max(0, text.length() - pieceLength - stop.length() + 1);
      int found = text.indexOf(stop, from);
      if (found >= 0 && (earliest < 0 || found < earliest)) {
        earliest = found;
      }
    }
    return earliest;
  }

  /// One event is one token, except that tokens of a character cut into bytes arrive together.
  private int tokensOf(String piece) {
    int bytes = piece.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == piece.length()) {
      return 1;
    }
    return Math.clamp(model.encode("a" + piece).length - (long) model.encode("a").length, 1, bytes);
  }
}
