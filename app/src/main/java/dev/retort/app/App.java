package dev.retort.app;

import dev.retort.DiskFull;
import dev.retort.Retort;
import dev.retort.UserError;
import dev.retort.app.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line: turns words into commands, and what they throw into exit codes.
public final class App {
  private static final Set<String> NOT_BUILT = Set.of("lineage", "verify", "serve");
  private static final String REPORT = "This is a fault of Retort's, not yours. Please report it as an issue where you got Retort"
      + " from, with the trace above and the command.";

  private final Library library;
  private final Terminal terminal;

  public App(Library library, Terminal terminal) {
    this.library = library;
    this.terminal = terminal;
  }

  /// Runs a command line and gives its exit code.
  public int execute(String... words) {
    if (words.length > 0 && NOT_BUILT.contains(words[0])) {
      terminal.say("retort: '%s' is not built yet. `retort --help` lists what is.".formatted(words[0]));
      return Exit.MISTAKE.code;
    }
    try {
      return commandLine(words).execute(words);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private Map<String, Supplier<Callable<Integer>>> commands() {
    Map<String, Supplier<Callable<Integer>>> commands = new LinkedHashMap<>();
    commands.put("run", () -> new RunCommand(library, terminal));
    commands.put("check", () -> new CheckCommand(library, terminal));
    commands.put("preview", () -> new PreviewCommand(library, terminal));
    commands.put("apply", () -> new ApplyCommand(library, terminal));
    commands.put("measure", () -> new MeasureCommand(terminal));
    commands.put("study", () -> new StudyCommand(library, terminal));
    commands.put("steps", () -> new StepsCommand(library, terminal));
    commands.put("init", () -> new InitCommand(terminal));
    commands.put("simulate", () -> new SimulateCommand(library, terminal));
    return commands;
  }

  /// Reading a command's options takes a while: only the one that is called is read, or all when none is.
  private CommandLine commandLine(String... words) {
    CommandLine root = new CommandLine(root());
    boolean known = words.length > 0 && commands().containsKey(words[0]);
    commands().forEach((name, command) -> {
      if (!known || name.equals(words[0])) {
        CommandLine one = one(command.get());
        // Options that `apply` does not know are its step's.
        one.setUnmatchedOptionsArePositionalParams(name.equals("apply"));
        root.addSubcommand(one);
      }
    });
    root.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    // Help goes to `out`, which may be a pipe or a file though somebody watches `err`.
    root.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    root.setUsageHelpWidth(Math.clamp(terminal.look().width(), 72, 110));
    root.setParameterExceptionHandler((mistake, _) -> misunderstood(mistake));
    root.setExecutionExceptionHandler((failure, _, _) -> failed(failure));
    return root;
  }

  /// A command that has commands of its own.
  interface Parent {
    Map<String, Callable<Integer>> commands();
  }

  private static CommandLine one(Callable<Integer> command) {
    CommandLine one = new CommandLine(command);
    one.getCommandSpec().addOption(help());
    if (command instanceof Parent parent) {
      parent.commands().forEach((name, below) -> one.addSubcommand(name, one(below)));
    }
    return one;
  }

  private CommandSpec root() {
    CommandSpec spec = CommandSpec.create().name("retort").version("retort " + Retort.VERSION);
    spec.addOption(help());
    spec.addOption(CommandLine.Model.OptionSpec.builder("--version").versionHelp(true).description("Print the version.")
        .build());
    spec.usageMessage().description("Turns prompts, documents and many teacher models into training data.")
        .synopsisHeading("").customSynopsis("retort COMMAND ...").descriptionHeading("%n")
        .optionListHeading("%nOptions:%n").commandListHeading("%nCommands:%n").footerHeading("%n")
        .footer("Example:", "  retort run recipes/quickstart.yaml", "  retort run --help", "",
            "Exit codes: 0 done, 2 your mistake, 3 stopped short, 1 our fault, 130 interrupted.");
    return spec;
  }

  private static CommandLine.Model.OptionSpec help() {
    return CommandLine.Model.OptionSpec.builder("-h", "--help").usageHelp(true).description("Tell how it is used.")
        .build();
  }

  private int misunderstood(ParameterException mistake) {
    CommandSpec spec = mistake.getCommandLine().getCommandSpec();
    terminal.say("retort: " + explanation(mistake, spec));
    terminal.say("See `%s --help`.".formatted(spec.qualifiedName()));
    return Exit.MISTAKE.code;
  }

  private static String explanation(ParameterException mistake, CommandSpec spec) {
    if (mistake instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().getFirst();
      if (word.startsWith("-")) {
        List<String> options = new ArrayList<>();
        spec.options().forEach(option -> options.addAll(Arrays.asList(option.names())));
        String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        return "'%s' has no option '%s'.%s".formatted(spec.name(), name, NearMiss.hint(name, options));
      }
      if (!spec.subcommands().isEmpty()) {
        return "'%s' is not a command; there are %s.%s".formatted(word, String.join(", ", spec.subcommands().keySet()),
            NearMiss.hint(word, spec.subcommands().keySet()));
      }
      return "'%s' did not expect '%s'.".formatted(spec.name(), word);
    }
    String message = Objects.requireNonNullElse(mistake.getMessage(), "the command line was not understood");
    return message.endsWith(".") ? message : message + ".";
  }

  private int failed(Exception failure) {
    if (failure instanceof UserError mistake) {
      mistake.lines().forEach(terminal::say);
      return Exit.MISTAKE.code;
    }
    if (DiskFull.causes(failure)) {
      DiskFull.told(failure.getMessage() == null ? "retort" : failure.getMessage(), "it was written", failure).lines()
          .forEach(terminal::say);
      return Exit.MISTAKE.code;
    }
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    terminal.say(trace.toString().stripTrailing());
    terminal.say(REPORT);
    return Exit.BROKEN.code;
  }
}
