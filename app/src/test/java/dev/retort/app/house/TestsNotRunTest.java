package dev.retort.app.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.retort.app.house.TestsNotRun.NotRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestsNotRunTest {

  @Test
  void skippedTestsAreReadFromTheReportsOfAllModules(@TempDir Path root) throws Exception {
    Path reports = Files.createDirectories(root.resolve("core/target/surefire-reports"));
    Files.writeString(reports.resolve("TEST-a.xml"),
        """
            <testsuite><testcase classname="a.ATest" name="runs"/>
            <testcase classname="a.BNeedsSharedTest" name="reads"><skipped message="Assumption failed: needs the folder
            'shared' beside"/></testcase>
            <testcase classname="a.ATest" name="rests"><skipped message="later"/></testcase>
            <testcase classname="a.BNeedsSharedTest" name="aborts"><skipped type="x.Aborted"><![CDATA[x.Aborted: needs the \
            folder 'shared' beside
            \tat x.Y]]></skipped></testcase>
            <testcase classname="a.BNeedsSharedTest" name="sleeps"><skipped message="disabled"/></testcase>
            <testcase classname="a.WordNetNeedsSharedTest" name="looks"><skipped message="needs WordNet 3.0: set"/></testcase>
            <testcase classname="a.BNeedsSharedTest" name="looks"><skipped message="needs WordNet 3.0: set"/></testcase>
            <testcase classname="a.FullNeedsMountTest" name="fills"><skipped message="needs leave to mount"/></testcase>
            <testcase classname="a.ATest" name="fills"><skipped message="needs leave to mount"/></testcase>
            <testcase classname="a.ClockNeedsCompilerTest" name="jumps"><skipped message="needs a C compiler"/></testcase>
            <testcase classname="a.ClockNeedsMountTest" name="jumps"><skipped message="needs a C compiler"/></testcase>
            </testsuite>""");

    assertThat(TestsNotRun.find(root)).extracting(NotRun::test, NotRun::allowed).containsExactly(
        tuple("a.BNeedsSharedTest.reads", true),
        tuple("a.ATest.rests", false),
        tuple("a.BNeedsSharedTest.aborts", true),
        tuple("a.BNeedsSharedTest.sleeps", false),
        tuple("a.WordNetNeedsSharedTest.looks", true),
        tuple("a.BNeedsSharedTest.looks", false),
        tuple("a.FullNeedsMountTest.fills", true),
        tuple("a.ATest.fills", false),
        tuple("a.ClockNeedsCompilerTest.jumps", true),
        tuple("a.ClockNeedsMountTest.jumps", false));
    assertThat(TestsNotRun.find(root)).extracting(NotRun::reason).contains("needs the folder 'shared' beside");
  }
}
