package dev.retort.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/// Writes the catalogue, the JSON Schema and the reference pages of the steps and teachers that are being compiled.
///
/// It refuses a step whose doc comment lacks a paragraph, and an option whose type no recipe can hold.
public final class RetortProcessor extends AbstractProcessor {
  private static final String RECIPE = "dev.retort.recipe.Recipe";
  private static final String FOLDER = "META-INF/retort/";

  private final Map<Kind.Role, TreeMap<String, Kind>> found = new EnumMap<>(Kind.Role.class);
  private @Nullable TypeElement recipe;
  private boolean refused;

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of("*");
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (Element root : round.getRootElements()) {
      if (root instanceof TypeElement type && type.getQualifiedName().contentEquals(RECIPE)) {
        recipe = type;
      }
    }
    for (Kind.Role role : Kind.Role.values()) {
      collect(role, round);
    }
    if (round.processingOver() && !refused && !round.errorRaised()) {
      write();
    }
    return false;
  }

  private void collect(Kind.Role role, RoundEnvironment round) {
    TypeElement annotation = processingEnv.getElementUtils().getTypeElement(role.annotation);
    if (annotation == null) {
      return;
    }
    for (Element element : round.getElementsAnnotatedWith(annotation)) {
      add(role, (TypeElement) element);
    }
  }

  private void add(Kind.Role role, TypeElement element) {
    AnnotationMirror mirror = Shapes.annotation(element.getAnnotationMirrors(), role.annotation);
    String name = mirror == null ? "" : Shapes.value(mirror);
    Doc doc = Doc.parse(processingEnv.getElementUtils().getDocComment(element));
    check(role, element, name, doc);
    if (element.getKind() != ElementKind.RECORD) {
      return;
    }
    String binaryName = processingEnv.getElementUtils().getBinaryName(element).toString();
    Shapes shapes = new Shapes(processingEnv.getElementUtils(), this::error);
    Kind kind = new Kind(element, name, binaryName, unit(role, element), doc, shapes.options(element));
    Kind other = found.computeIfAbsent(role, _ -> new TreeMap<>()).put(name, kind);
    if (other != null) {
      error(element, "'%s' is also the name of %s".formatted(name, other.binaryName()));
    }
  }

  private void check(Kind.Role role, TypeElement element, String name, Doc doc) {
    if (element.getKind() != ElementKind.RECORD || !implementsType(element, role.type)) {
      error(element, "'%s' must be a record that implements %s".formatted(name, role.type));
    }
    if (!name.matches("[a-z][a-z0-9_]{0,39}")) {
      error(element, "'%s' is no name for a recipe: lower-case letters, digits and _ are, up to 40".formatted(name));
    }
    if (doc.summary().isEmpty()) {
      error(element, "'%s' has no doc comment. Say in its first sentence what it does".formatted(name));
    }
    if (role == Kind.Role.STEP && !doc.missing().isEmpty()) {
      error(element, "the doc comment of step '%s' lacks %s. Begin a line with each, such as '%s: ...'".formatted(name,
          String.join(", ", doc.missing()), doc.missing().getFirst()));
    }
  }

  private String unit(Kind.Role role, TypeElement element) {
    if (role == Kind.Role.TEACHER) {
      return "";
    }
    for (String unit : new String[]{"Row", "Model", "Table"}) {
      if (implementsType(element, "dev.retort.step.Of" + unit)) {
        return unit.toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  private boolean implementsType(TypeElement element, String name) {
    TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
    return type != null && processingEnv.getTypeUtils().isSubtype(element.asType(), type.asType());
  }

  private void write() {
    TypeElement whole = recipe;
    if (whole == null && found.isEmpty()) {
      return;
    }
    Kinds kinds = new Kinds(found.getOrDefault(Kind.Role.STEP, new TreeMap<>()),
        found.getOrDefault(Kind.Role.TEACHER, new TreeMap<>()));
    file("names.tsv", CatalogueText.names(kinds));
    file("catalogue.json", CatalogueText.json(kinds));
    kinds.steps().forEach((name, kind) -> file("reference/steps/" + name + ".md", Page.step(kind)));
    kinds.teachers().forEach((name, kind) -> file("reference/teachers/" + name + ".md", Page.teacher(kind)));
    if (whole != null) {
      Shape.Group group = new Shape.Group("Recipe",
          new Shapes(processingEnv.getElementUtils(), this::error).options(whole));
      String summary = Doc.parse(processingEnv.getElementUtils().getDocComment(whole)).summary();
      file("recipe.schema.json", RecipeSchema.text(group, summary, kinds));
      file("reference/recipe.md", Page.recipe(group, summary, kinds));
    }
  }

  private void file(String name, String text) {
    try (Writer out = processingEnv.getFiler().createResource(StandardLocation.CLASS_OUTPUT, "", FOLDER + name)
        .openWriter()) {
      out.write(text);
    } catch (IOException e) {
      processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, FOLDER + name + " could not be written: " + e);
    }
  }

  private void error(Element at, String message) {
    refused = true;
    processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, at);
  }
}
