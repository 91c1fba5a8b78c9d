package dev.retort.recipe;

import dev.retort.UserError;
import dev.retort.recipe.Node.Entry;
import dev.retort.recipe.Node.Mapping;
import dev.retort.recipe.Node.Mark;
import dev.retort.recipe.Node.Scalar;
import dev.retort.recipe.Node.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a recipe and tells every problem at once, with line, column and path.
public final class RecipeReader {
  private static final int LARGEST = 1 << 20;
  private static final Pattern TEACHER = Pattern.compile("[A-Za-z0-9._/+-]{1,80}");
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}");

  private final Catalogue catalogue;
  private final Map<String, String> set;
  private final Function<String, @Nullable String> variables;

  /// @param set values that replace those of the recipe, by path
  /// @param variables the environment, from which secrets are read; null for a variable that is not set
  public RecipeReader(Catalogue catalogue, Map<String, String> set, Function<String, @Nullable String> variables) {
    this.catalogue = catalogue;
    this.set = Map.copyOf(set);
    this.variables = variables;
  }

  /// Reads a file, with secrets from this process's environment.
  public static Reading read(Path file, Map<String, String> set, Catalogue catalogue) {
    return new RecipeReader(catalogue, set, System::getenv).read(file);
  }

  public Reading read(Path file) {
    Problems problems = new Problems();
    String text = text(file, problems);
    Path folder = file.toAbsolutePath().getParent();
    return text == null
        ? new Reading(null, problems.sorted(), "", Positions.of(file.toString()))
        : readText(file.toString(), text, folder == null ? file.toAbsolutePath() : folder);
  }

  /// Reads a text.
  /// @param label what messages call it
  /// @param base the folder from which relative paths start
  public Reading readText(String label, String text, Path base) {
    Problems problems = new Problems();
    if (text.length() > LARGEST) {
      problems.add(new Mark(label, 0, 0), "", tooLarge());
      return new Reading(null, problems.sorted(), text, Positions.of(label));
    }
    Node root = NodeReader.file(label, text.startsWith("\uFEFF") ? text.substring(1) : text, problems);
    if (root == null) {
      return new Reading(null, problems.sorted(), text, Positions.of(label));
    }
    Node given = new Overrides(catalogue, problems).apply(root, set);
    Object recipe = bind(given, new Environment(base, variables), problems);
    return new Reading(problems.isEmpty() && recipe instanceof Recipe whole ? whole : null, problems.sorted(), text,
        new Positions(label, given));
  }

  /// What a recipe says of the study alone, whatever stands in the rest of it; the default where it says nothing.
  ///
  /// A run's recipe may name steps of plug-ins, and secrets, that are not there when the run is looked at.
  /// @param base the folder from which relative paths start
  public StudyOptions study(Path file, Path base) {
    Problems problems = new Problems();
    String text = text(file, problems);
    Node root = text == null ? null : NodeReader.file(file.toString(), text, problems);
    Object options = Binder.BAD;
    if (root != null) {
      Node given = new Overrides(catalogue, problems).apply(root, set);
      options = study(given instanceof Mapping mapping ? mapping.get("study") : null, base, problems);
    }
    if (problems.isEmpty() && options instanceof StudyOptions whole) {
      return whole;
    }
    throw new UserError(problems.sorted().stream().map(Problem::toString).toList());
  }

  private Object study(@Nullable Node study, Path base, Problems problems) {
    if (study == null || study instanceof Scalar scalar && scalar.kind() == Node.Kind.NULL) {
      return StudyOptions.DEFAULT;
    }
    return new Binder(catalogue, new Environment(base, variables), problems).bind(StudyOptions.class, study,
        Place.ROOT.key("study"));
  }

  private Object bind(Node given, Environment environment, Problems problems) {
    if (given instanceof Mapping mapping) {
      checkNames(mapping, problems);
    }
    return new Binder(catalogue, environment, problems).bind(Recipe.class, given, Place.ROOT);
  }

  private void checkNames(Mapping recipe, Problems problems) {
    if (recipe.get("recipe") instanceof Scalar name && name.kind() != Node.Kind.NULL
        && !RUN.matcher(name.text()).matches()) {
      problems.add(name.at(), "recipe", "found " + Wording.quote(name.text())
          + ", a name of 1 to 80 letters, digits and any of . _ - was wanted, for a folder gets it. Choose another.");
    }
    if (recipe.get("teachers") instanceof Mapping teachers) {
      for (Entry teacher : teachers.entries()) {
        if (!TEACHER.matcher(teacher.key()).matches()) {
          problems.add(teacher.at(), Place.ROOT.key("teachers").key(teacher.key()).toString(),
              "found the name " + Wording.quote(teacher.key())
                  + ", 1 to 80 letters, digits and any of . _ / + - were wanted.");
        }
      }
    }
    if (recipe.get("steps") instanceof Sequence steps) {
      if (steps.items().isEmpty()) {
        problems.add(steps.at(), "steps", "the list is empty, a step was wanted. Begin with '- read: ...'.");
      }
      StepNames.check(steps, catalogue, problems);
    }
  }

  private static @Nullable String text(Path file, Problems problems) {
    Mark mark = new Mark(file.toString(), 0, 0);
    if (!Files.exists(file)) {
      problems.add(mark, "", "no such file, a recipe was wanted. Name a YAML file, or make one with 'retort init'.");
      return null;
    }
    if (Files.isDirectory(file)) {
      problems.add(mark, "", "found a folder, a recipe file was wanted. Name the file in it.");
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        problems.add(mark, "", tooLarge());
        return null;
      }
      return decoded(file, bytes, problems);
    } catch (IOException e) {
      problems.add(mark, "", "cannot be read (" + Wording.cut(String.valueOf(e.getMessage())) + "). Check its rights.");
      return null;
    }
  }

  private static String tooLarge() {
    return "found more than 1 MiB of text, a recipe of at most that was wanted. Is it a dataset?";
  }

  private static @Nullable String decoded(Path file, byte[] bytes, Problems problems) throws CharacterCodingException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(in, out,
        true);
    String text = out.flip().toString();
    if (!result.isError()) {
      return text;
    }
    int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
    int column = text.codePointCount(text.lastIndexOf('\n') + 1, text.length()) + 1;
    problems.add(new Mark(file.toString(), line, column), "",
        "found bytes that are not UTF-8, UTF-8 text was wanted. Save the file as UTF-8.");
    return null;
  }
}
