package dev.retort.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FilesTest {
  private static final int MOST_LINES = 600;
  private static final Pattern LEFT_OVER = Pattern.compile("\\bTO" + "DO\\b|\\bFIX" + "ME\\b");
  private static final Pattern VAR = Pattern.compile("^\\s*(final )?var \\w+ =|\\(var \\w+ [:=]", Pattern.MULTILINE);
  private static final Pattern MACHINE = Pattern.compile("/usr/lib/jvm/[a-z]|/home/[a-z]+/|/work" + "/");

  @Test
  void noFileIsTooLongToRead() throws Exception {
    List<String> tooLong = new ArrayList<>();
    for (Path file : Tracked.files(".java")) {
      try (Stream<String> lines = Files.lines(file)) {
        long count = lines.count();
        if (count > MOST_LINES) {
          tooLong.add(Tracked.root().relativize(file) + ": " + count + " lines");
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void nothingIsLeftForLaterNoTypeIsHiddenAndNoMachineIsNamed() throws Exception {
    List<Path> files = Tracked.files(".java");
    assertThat(files).hasSizeGreaterThan(40);
    for (Path file : files) {
      String text = Files.readString(file);
      String name = Tracked.root().relativize(file).toString();
      assertThat(LEFT_OVER.matcher(text).find()).as("left for later in " + name).isFalse();
      assertThat(VAR.matcher(text).find()).as("a type is hidden in " + name).isFalse();
      assertThat(MACHINE.matcher(text).find()).as("a path of one machine in " + name).isFalse();
    }
  }

  @Test
  void thePatternsFindWhatTheyLookFor() {
    assertThat(LEFT_OVER.matcher("// TO" + "DO: later").find()).isTrue();
    assertThat(VAR.matcher("  va" + "r x = 1;").find()).isTrue();
    assertThat(VAR.matcher("for (va" + "r x : y)").find()).isTrue();
    assertThat(MACHINE.matcher("\"/ho" + "me/ann/data\"").find()).isTrue();
  }
}
