package dev.retort.teacher.llamacpp;

import dev.retort.UserError;
import dev.retort.files.FileHash;
import dev.retort.files.HuggingFace;
import dev.retort.step.Default;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.TeacherKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model in a GGUF file, held by a child process on this machine.
///
/// It is run by the `server` named here, else by the `llama-server` on the search path, else by the engine that comes
/// with Retort, whose llama.cpp is of spring 2025: newer architectures need a `llama-server`.
///
/// @param model path of a GGUF file, or `hf:OWNER/REPO[@REVISION]/FILE.gguf` to fetch it from the Hugging Face hub into a cache
/// @param server path of a `llama-server` program
/// @param chatTemplate how chats are written for a file without a template of its own: `plain` or `chatml`
/// @param contextWindow tokens the model sees and writes in one call; absent: what the file says, at most 8192
/// @param threads processor threads; one is fastest for tiny models
/// @param parallel answers generated at once; 1 keeps an answer's arithmetic apart from what else is asked
@TeacherKind("llama_cpp")
public record LlamaCpp(String model, @Nullable String server, @Nullable String chatTemplate,
    @Nullable Integer contextWindow, @Default("1") int threads, @Default("1") int parallel) implements Backend {

  /// Larger windows cost memory whether used or not, so they are asked for by name.
  static final int DEFAULT_MOST_WINDOW = 8192;
  /// Longest wait for a model to be loaded from a slow disk.
  static final Duration TO_LOAD = Duration.ofMinutes(5);

  public LlamaCpp {
    if (model.isBlank()) {
      throw new IllegalArgumentException("model must be a path or hf:OWNER/REPO/FILE.gguf, not empty");
    }
    if (HuggingFace.isAddress(model) && !model.endsWith(".gguf")) {
      throw new IllegalArgumentException("model must be a GGUF file, hf:OWNER/REPO/FILE.gguf, not " + model);
    }
    if (chatTemplate != null && !ChatTemplates.NAMES.contains(chatTemplate)) {
      throw new IllegalArgumentException("chat_template must be one of %s, not '%s'"
          .formatted(String.join(", ", ChatTemplates.NAMES), chatTemplate));
    }
    if (contextWindow != null && (contextWindow < 2 || contextWindow > 1 << 20)) {
      throw new IllegalArgumentException("context_window must be 2 to 1048576, not " + contextWindow);
    }
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads must be 1 to 1024, not " + threads);
    }
    if (parallel < 1 || parallel > 64) {
      throw new IllegalArgumentException("parallel must be 1 to 64, not " + parallel);
    }
  }

  /// What is known of an opened model before it runs.
  /// @param model the name it is served under
  /// @param template the chat template Retort renders by itself; null where the server renders the file's own
  /// @param chatProblem why chats cannot be asked; null when they can
  /// @param embedded whether the binding that comes with Retort holds it
  record Opened(String identity, String model, int window, @Nullable String template, @Nullable String chatProblem,
      boolean embedded) {}

  @Override
  public Endpoint open(Opening opening) {
    return open(opening, System.getenv());
  }

  LlamaEndpoint open(Opening opening, Map<String, String> environment) {
    Path file = onHub() ? HuggingFace.of(environment).fetch(model) : file(opening.base(), environment);
    Gguf gguf = Gguf.read(file);
    int window = window(file, gguf);
    Launch launch = launch(opening.base(), environment,
        new Launch.Settings(file, window, threads, parallel, chatTemplate == null && gguf.chatTemplate() != null));
    String identity = "llama_cpp %s template=%s context=%d engine=%s".formatted(sha256(file, environment),
        chatTemplate == null ? "own" : chatTemplate, window, launch.kind());
    return new LlamaEndpoint(opening.name(),
        new Opened(identity, modelName(file), window, chatTemplate, chatProblem(file, gguf),
            launch instanceof Launch.Embedded),
        new ServerProcess(opening.name(), launch, opening.work(), TO_LOAD),
        new LlamaQueue(opening.name(), parallel, opening.teacher().limits().inFlight()));
  }

  private boolean onHub() {
    return HuggingFace.isAddress(model);
  }

  /// Where the file is, or will be once it is fetched.
  private Path file(Path base, Map<String, String> environment) {
    return onHub()
        ? HuggingFace.of(environment).place(model)
        : base.resolve(model).toAbsolutePath().normalize();
  }

  private boolean toBeFetched(Path file) {
    return onHub() && !Files.isRegularFile(file);
  }

  /// The model's file, unless it is a hub's, which may be fetched only in the middle of a run.
  @Override
  public List<Path> files(Path base) {
    return onHub() ? List.of() : List.of(file(base, Map.of()));
  }

  @Override
  public List<String> problems(Path base) {
    List<String> problems = new ArrayList<>();
    if (server != null) {
      Path program = base.resolve(server);
      if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
        problems.add("server: found no program at %s, wanted a llama-server. Correct the path or leave `server` out."
            .formatted(program));
      }
    }
    try {
      Path file = file(base, System.getenv());
      if (!toBeFetched(file)) {
        window(file, Gguf.read(file));
      }
    } catch (UserError e) {
      problems.addAll(e.lines());
    }
    return problems;
  }

  @Override
  public List<String> chatProblems(Path base) {
    try {
      Path file = file(base, System.getenv());
      String problem = toBeFetched(file) ? null : chatProblem(file, Gguf.read(file));
      return problem == null ? List.of() : List.of(problem);
    } catch (UserError e) {
      return List.of(); // a file that cannot be read is told by problems()
    }
  }

  private @Nullable String chatProblem(Path file, Gguf gguf) {
    return chatTemplate != null || gguf.chatTemplate() != null
        ? null
        : "%s: found no chat template in the file, wanted one to ask chats. ".formatted(file)
            + "Name one: `chat_template: plain` or `chat_template: chatml`, as the model was trained.";
  }

  private int window(Path file, Gguf gguf) {
    Integer trained = gguf.contextLength();
    if (contextWindow == null) {
      if (trained == null) {
        throw new UserError(file + ": found no context length in the file, wanted one. Name `context_window`.");
      }
      return Math.min(trained, DEFAULT_MOST_WINDOW);
    }
    if (trained != null && contextWindow > trained) {
      throw new UserError("context_window: found %d, wanted at most the %d tokens %s was trained for. Lower it."
          .formatted(contextWindow, trained, file));
    }
    return contextWindow;
  }

  private Launch launch(Path base, Map<String, String> environment, Launch.Settings settings) {
    Path program = server == null ? Launch.onPath(environment) : base.resolve(server).toAbsolutePath();
    if (program == null) {
      return new Launch.Embedded(settings);
    }
    if (!Files.isExecutable(program)) {
      throw new UserError(
          "server: found no program at %s, wanted a llama-server. Correct the path.".formatted(program));
    }
    return new Launch.LlamaServer(program, settings);
  }

  private static String sha256(Path file, Map<String, String> environment) {
    try {
      return new FileHash(HuggingFace.cache(environment)).of(file);
    } catch (IOException e) {
      throw new UserError("%s: could not be read (%s). Check the disk and the file's permissions.".formatted(file,
          e.getMessage()));
    }
  }

  /// The name a model is served under: its file's, without `.gguf`.
  static String modelName(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".gguf") ? name.substring(0, name.length() - 5) : name;
  }
}
