package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.app.terminal.Terminal;
import dev.retort.app.terminal.Terminal.Look;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/reference/command-line.md` is what the commands say of themselves.
class CommandLinePageTest {
  private static final List<String> COMMANDS = List.of("run", "check", "preview", "apply", "measure", "study", "steps",
      "init", "simulate");
  private static final List<String> MEASURES = List.of("similarity", "diversity", "style");

  @Test
  void theCommittedPageIsWhatTheCommandsSay() throws IOException {
    Path page = Cli.ROOT.resolve("docs/reference/command-line.md");
    if (Boolean.getBoolean("retort.docs.write")) {
      Files.writeString(page, made());
    }
    assertThat(Files.readString(page).replace("\r\n", "\n"))
        .as("run ./mvnw -q verify -Dtest=CommandLinePageTest -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dretort.docs.write=true")
        .isEqualTo(made());
  }

  /// A single percent sign in a description makes picocli warn there.
  @Test
  void helpSaysNothingBesideItself() {
    PrintStream before = System.err;
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
    try {
      made();
    } finally {
      System.setErr(before);
    }
    assertThat(heard.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void everyCommandIsOnThePage() {
    assertThat(help("--help").lines().filter(line -> line.matches("  [a-z]+ {2,}[A-Z].*"))
        .map(line -> line.strip().split(" ")[0])).containsExactlyElementsOf(COMMANDS);
  }

  private static String made() {
    StringBuilder page = new StringBuilder(
        "<!-- Generated from the commands' own help. Change their annotations instead. -->\n\n# The command line\n");
    page.append("\n```text\n").append(help("--help")).append("```\n");
    for (String command : COMMANDS) {
      append(page, command);
      if (command.equals("measure")) {
        MEASURES.forEach(measure -> append(page, command, measure));
      }
    }
    return page.toString();
  }

  private static void append(StringBuilder page, String... words) {
    List<String> asked = new ArrayList<>(List.of(words));
    asked.add("--help");
    page.append("\n## retort ").append(String.join(" ", words)).append("\n\n```text\n")
        .append(help(asked.toArray(new String[0]))).append("```\n");
  }

  private static String help(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(printed, printed, new Look(false, 100, false));
    assertThat(new App(new ScriptedLibrary(), terminal).execute(words)).isZero();
    return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
