package dev.retort.steps;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelUnknownSet;
import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A compiled condition over the columns of one schema. The only class that knows CEL, so that it is loaded only where
/// a recipe has a condition.
///
/// CEL's types have no `double == int`. The text is checked with such overloads declared, so that `score == 7` passes
/// and `score == "7"` does not; it runs compiled over untyped numbers, which CEL compares by value.
final class KeepCondition {
  private static final CelOptions OPTIONS = CelOptions.current().enableHeterogeneousNumericComparisons(true)
      .enableUnknownTracking(true).comprehensionMaxIterations(10_000).maxExpressionCodePointSize(20_000)
      .maxParseRecursionDepth(64).build();
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final CelRuntime.Program program;

  /// What a condition says of a row.
  sealed interface Answer {
    record Yes() implements Answer {}

    record No() implements Answer {}

    /// @param reason a snake_case word that is counted
    record Unknown(String reason, String detail) implements Answer {}
  }

  /// @throws IllegalArgumentException when [#problems] has any
  KeepCondition(String where, Schema schema) {
    List<String> problems = problems(where, schema);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    try {
      CelAbstractSyntaxTree tree = compiler(schema, false).compile(where).getAst();
      program = CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build().createProgram(tree);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException("cannot compile '%s': %s".formatted(where, e.getMessage()), e);
    }
  }

  /// What is wrong with a condition, each with line and column; empty when nothing is.
  static List<String> problems(String where, Schema schema) {
    CelValidationResult checked = compiler(schema, true).compile(where);
    List<String> problems = new ArrayList<>();
    for (CelIssue issue : checked.getErrors()) {
      problems.add("%d:%d of '%s': %s".formatted(issue.getSourceLocation().getLine(),
          issue.getSourceLocation().getColumn() + 1, where, message(issue.getMessage(), schema)));
    }
    if (problems.isEmpty()) {
      CelType result = result(checked);
      if (!result.equals(SimpleType.BOOL) && !result.equals(SimpleType.DYN)) {
        problems.add("1:1 of '%s': gives %s, wanted true or false. Compare it with something."
            .formatted(where, result.name()));
      }
    }
    return problems;
  }

  private static CelType result(CelValidationResult checked) {
    try {
      return checked.getAst().getResultType();
    } catch (CelValidationException e) {
      throw new IllegalStateException("no error was reported, yet: " + e.getMessage(), e);
    }
  }

  private static String message(String message, Schema schema) {
    Matcher undeclared = UNDECLARED.matcher(message);
    List<String> names = names(schema);
    if (undeclared.matches()) {
      return "no column '%s'%s The columns are %s.".formatted(undeclared.group(1),
          punctuated(Nearest.hint(undeclared.group(1), names)), names) + unnameable(schema);
    }
    int candidates = message.indexOf(" (candidates:");
    return candidates < 0 ? message : message.substring(0, candidates);
  }

  private static String punctuated(String hint) {
    return hint.isEmpty() ? "." : hint;
  }

  private static String unnameable(Schema schema) {
    List<String> others = new ArrayList<>(schema.names());
    others.removeAll(names(schema));
    return others.isEmpty()
        ? ""
        : " %s cannot be written in a condition: rename with select first.".formatted(others);
  }

  private static List<String> names(Schema schema) {
    List<String> names = new ArrayList<>(List.of("id"));
    schema.names().stream().filter(name -> IDENTIFIER.matcher(name).matches()).forEach(names::add);
    return names;
  }

  private static CelCompiler compiler(Schema schema, boolean checking) {
    CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder().setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS).addVar("id", SimpleType.STRING);
    for (Column column : schema.columns()) {
      if (IDENTIFIER.matcher(column.name()).matches()) {
        builder.addVar(column.name(), type(column.type(), checking));
      }
    }
    if (checking) {
      builder.addFunctionDeclarations(mixed("_==_"), mixed("_!=_"), mixedIn());
    }
    return builder.build();
  }

  private static CelFunctionDecl mixed(String operator) {
    return CelFunctionDecl.newFunctionDeclaration(operator, bool("%s_double_int".formatted(operator),
        SimpleType.DOUBLE, SimpleType.INT),
        bool("%s_int_double".formatted(operator), SimpleType.INT,
            SimpleType.DOUBLE));
  }

  private static CelFunctionDecl mixedIn() {
    return CelFunctionDecl.newFunctionDeclaration("@in",
        bool("double_in_ints", SimpleType.DOUBLE, ListType.create(SimpleType.INT)),
        bool("int_in_doubles", SimpleType.INT, ListType.create(SimpleType.DOUBLE)));
  }

  private static CelOverloadDecl bool(String id, CelType left, CelType right) {
    return CelOverloadDecl.newGlobalOverload(id, SimpleType.BOOL, left, right);
  }

  private static CelType type(Type type, boolean checking) {
    return switch (type) {
      case Type.Scalar scalar -> switch (scalar) {
        case TEXT -> SimpleType.STRING;
        case INT -> checking ? SimpleType.INT : SimpleType.DYN;
        case FLOAT -> checking ? SimpleType.DOUBLE : SimpleType.DYN;
        case BOOL -> SimpleType.BOOL;
        case JSON -> SimpleType.DYN;
      };
      case Type.ListOf(Type element) -> ListType.create(type(element, checking));
      case Type.Struct struct -> MapType.create(SimpleType.STRING, SimpleType.DYN);
    };
  }

  Answer test(Row row) {
    try {
      return answer(program.eval(KeepValues.of(row)));
    } catch (CelEvaluationException e) {
      return new Answer.Unknown(reason(e.getErrorCode()), String.valueOf(e.getMessage()));
    }
  }

  private static Answer answer(Object value) {
    return switch (value) {
      case Boolean yes -> yes ? new Answer.Yes() : new Answer.No();
      case CelUnknownSet unknown -> new Answer.Unknown("absent", "a column it needs is absent");
      default -> new Answer.Unknown("not_boolean", "it gives a " + value.getClass().getSimpleName());
    };
  }

  private static String reason(CelErrorCode code) {
    return code == CelErrorCode.ATTRIBUTE_NOT_FOUND || code == CelErrorCode.INDEX_OUT_OF_BOUNDS
        ? "absent"
        : "condition_error";
  }
}
