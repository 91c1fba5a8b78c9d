package dev.retort.app.house;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// Names the tests that did not run, at the end of a build; Maven starts it after the tests of every module.
///
/// Only a test whose name says `NeedsShared` may not run, and only where the folder `shared` is absent; one whose name
/// says `WordNet` too, only where that dictionary is; one whose name says `NeedsMount`, where no file system may be
/// mounted; one whose name says `NeedsCompiler`, where no C compiler for Linux is found. Any other fails the build.
public final class TestsNotRun {
  private static final String REASON = "needs the folder 'shared'";
  private static final String NO_DICTIONARY = "needs WordNet 3.0";
  private static final String NO_MOUNT = "needs leave to mount";
  private static final String NO_COMPILER = "needs a C compiler";

  private TestsNotRun() {}

  /// A test that did not run.
  record NotRun(String test, String reason) {
    boolean allowed() {
      boolean dictionary = test.contains("WordNet") && reason.contains(NO_DICTIONARY);
      boolean mount = test.contains("NeedsMount") && reason.contains(NO_MOUNT);
      boolean compiler = test.contains("NeedsCompiler") && reason.contains(NO_COMPILER);
      return mount || compiler
          || test.toLowerCase(Locale.ROOT).contains("needsshared") && (reason.contains(REASON) || dictionary);
    }
  }

  /// @param words the repository's root
  public static void main(String[] words) throws Exception {
    List<NotRun> all = find(Path.of(words[0]));
    List<NotRun> refused = all.stream().filter(test -> !test.allowed()).toList();
    all.stream().filter(NotRun::allowed)
        .forEach(test -> System.out.println("not run: " + test.test() + " (" + test.reason() + ")"));
    refused.forEach(test -> System.err.println("skipped without leave: " + test.test() + " (" + test.reason() + ")"));
    if (!refused.isEmpty()) {
      System.exit(1);
    }
  }

  static List<NotRun> find(Path root) throws Exception {
    List<NotRun> found = new ArrayList<>();
    for (Path report : reports(root)) {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Document document = factory.newDocumentBuilder().parse(new InputSource(
          new StringReader(Files.readString(report))));
      NodeList skipped = document.getElementsByTagName("skipped");
      for (int i = 0; i < skipped.getLength(); i++) {
        Element element = (Element) skipped.item(i);
        Element test = (Element) element.getParentNode();
        found.add(new NotRun(test.getAttribute("classname") + "." + test.getAttribute("name"), reason(element)));
      }
    }
    return found;
  }

  /// The `message`, or the first line of the exception where Surefire writes that instead.
  private static String reason(Element skipped) {
    String message = skipped.getAttribute("message");
    String words = message.isEmpty() ? skipped.getTextContent().strip() : message;
    String line = words.lines().findFirst().orElse("");
    String kind = skipped.getAttribute("type") + ": ";
    return line.startsWith(kind) ? line.substring(kind.length()) : line;
  }

  private static List<Path> reports(Path root) throws IOException {
    List<Path> reports = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path folder : modules.map(module -> module.resolve("target/surefire-reports")).filter(Files::isDirectory)
          .sorted().toList()) {
        try (Stream<Path> files = Files.list(folder)) {
          files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml")).sorted().forEach(reports::add);
        }
      }
    }
    return reports;
  }
}
