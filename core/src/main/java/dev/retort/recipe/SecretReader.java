package dev.retort.recipe;

import dev.retort.teacher.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Fetches secrets that a recipe names: from an environment variable or a file.
final class SecretReader {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final String FILE = "file:";
  private static final long LARGEST = 64 * 1024;

  private final Environment environment;

  SecretReader(Environment environment) {
    this.environment = environment;
  }

  /// Whether a text names an environment variable somewhere, which only secrets may.
  static boolean namesVariable(String text) {
    return text.contains("${") && VARIABLE.matcher(text).find();
  }

  /// A secret cannot be had; the message says why and holds nothing of it.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  Secret read(String text) throws Refused {
    Matcher variable = VARIABLE.matcher(text);
    if (variable.matches()) {
      return Secret.of(text, variable(variable.group(1)));
    }
    if (text.startsWith(FILE) && text.length() > FILE.length()) {
      return Secret.of(text, file(text.substring(FILE.length())));
    }
    throw new Refused(
        "found a secret written out, its name was wanted, for recipes are copied into run folders. Put it "
            + "into an environment variable and write \"${NAME}\", or into a file and write file:PATH.");
  }

  private String variable(String name) throws Refused {
    @Nullable
    String value = environment.variables().apply(name);
    if (value == null || value.isBlank()) {
      throw new Refused("the environment variable " + Wording.cut(name) + " is " + (value == null ? "not set" : "empty")
          + ". Set it before starting Retort.");
    }
    return value.strip();
  }

  private String file(String name) throws Refused {
    try {
      Path file = environment.base().resolve(name);
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        throw new Refused(
            "found no file " + Wording.quote(name) + " of at most 64 KiB. Name the file that holds the secret.");
      }
      String value = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (value.isEmpty()) {
        throw new Refused("the file " + Wording.quote(name) + " is empty. Put the secret into it.");
      }
      return value;
    } catch (IOException | InvalidPathException _) {
      throw new Refused(
          "the file " + Wording.quote(name) + " cannot be read as text. Name the file that holds the secret.");
    }
  }
}
