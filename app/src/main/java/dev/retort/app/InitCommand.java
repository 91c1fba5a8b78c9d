package dev.retort.app;

import dev.retort.UserError;
import dev.retort.app.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `retort init`: writes a commented recipe to start from.
@Command(name = "init", description = "Write a commented recipe to start from.", footer = {"", "Templates:",
    "  quickstart  the simulated fleet: runs offline at once", "  vllm-pair   two vLLM servers answer the same chats",
    "  openai      an OpenAI-compatible endpoint with a key", "  gguf        a GGUF file on this machine", "",
    "Example:", "  retort init quickstart my-data"})
final class InitCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", arity = "0..1", paramLabel = "TEMPLATE", description = "quickstart, vllm-pair, openai or gguf.")
  String template = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "DIR", description = "Where to (default: here).")
  @Nullable
  Path folder;

  InitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// The file of `recipes/` behind each template.
  static Map<String, String> templates() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("quickstart", "quickstart.yaml");
    files.put("vllm-pair", "vllm-pair.yaml");
    files.put("openai", "openai.yaml");
    files.put("gguf", "local-gguf.yaml");
    return files;
  }

  @Override
  public Integer call() throws IOException {
    String file = templates().get(template);
    if (template.isEmpty()) {
      throw new UserError("init: no template was named. Name one of %s.".formatted(String.join(", ",
          templates().keySet())));
    }
    if (file == null) {
      throw new UserError("init: found '%s', wanted one of %s.%s".formatted(template,
          String.join(", ", templates().keySet()), NearMiss.hint(template, templates().keySet())));
    }
    Path target = (folder == null ? Path.of("") : folder).resolve(file);
    write(read(file), target);
    terminal.result("wrote %s\nnext: retort check %s".formatted(target, target));
    return Exit.DONE.code;
  }

  static byte[] read(String file) throws IOException {
    try (InputStream in = InitCommand.class.getResourceAsStream("recipes/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the template " + file + " is missing from this build");
      }
      return in.readAllBytes();
    }
  }

  private static void write(byte[] recipe, Path target) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    try {
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.write(target, recipe, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new UserError("init: %s is there already. Name another folder, or move it away.".formatted(e.getFile()));
    }
  }
}
