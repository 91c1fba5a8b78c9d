package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the real launcher in a made-up checkout, with JDKs that only print what they were given.
class LauncherTest {
  @TempDir
  Path folder = Path.of("");

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void aBuiltCheckout() throws IOException {
    Path root = Path.of(System.getProperty("retort.root"));
    Path home = Files.createDirectories(checkout().resolve("app/target/retort"));
    Files.copy(root.resolve("retort"), checkout().resolve("retort"));
    Files.setPosixFilePermissions(checkout().resolve("retort"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(checkout().resolve("pom.xml"), "<project/>");
    Files.writeString(home.resolve("classpath"), "b.jar\na.jar\n");
    Files.writeString(home.resolve("VERSION"), "retort 9.9\n");
  }

  private Path checkout() {
    return folder.resolve("check out");
  }

  private Path jdk(String name, String version) throws IOException {
    Path jdk = folder.resolve(name);
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nfor word; do echo \"$word\"; done\nexit 7\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  private Ended launch(Path script, Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(words));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectOutput(out.toFile())
        .redirectError(err.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "RETORT_JAVA_HOME", "RETORT_OPTS"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void startsJavaWithTheClassPathInItsFixedOrderAndGivesItsExitCode() throws Exception {
    Path jdk = jdk("jdk", "25.0.3");
    Ended ended = launch(checkout().resolve("retort"), Map.of("RETORT_JAVA_HOME", jdk.toString()), "check", "a b.yaml");

    String lib = checkout() + "/app/target/retort/lib/";
    assertThat(ended.code).isEqualTo(7);
    assertThat(ended.out.lines()).contains("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1",
        "-Djava.library.path=" + checkout() + "/app/target/retort/lib", lib + "b.jar:" + lib + "a.jar",
        "dev.retort.app.Main", "check", "a b.yaml");
    assertThat(ended.out).doesNotContain("AOTMode");
  }

  @Test
  void dataCommandsMayCompileAndHaveABoundedHeapUnlessTheUserSaysOtherwise() throws Exception {
    Path jdk = jdk("jdk", "25");
    Ended ended = launch(checkout().resolve("retort"), Map.of("RETORT_JAVA_HOME", jdk.toString(), "RETORT_OPTS",
        "-Xmx4g -Da=b"), "run", "r.yaml");

    assertThat(ended.out.lines()).containsSubsequence("-Xmx512m", "-Xmx4g", "-Da=b", "dev.retort.app.Main")
        .doesNotContain("-XX:TieredStopAtLevel=1");
  }

  @Test
  void aRunTakesTheCacheAndIsSlowToCallTheCostlyCompiler() throws Exception {
    Path jdk = jdk("jdk", "25");
    Ended ended = launch(checkout().resolve("retort"), Map.of("RETORT_JAVA_HOME", jdk.toString()), "run", "r.yaml");

    assertThat(ended.out.lines()).containsSubsequence("-XX:AOTCache=" + checkout() + "/app/target/retort/app.aot",
        "-XX:+UnlockDiagnosticVMOptions", "-XX:Tier2ProfileDelayFactor=1000", "-XX:Tier3BackEdgeThreshold=600000",
        "-Djdk.pollerMode=1",
        "dev.retort.app.Main");
  }

  @Test
  void measuringHasRoomForTheTextsAndMayCompile() throws Exception {
    Path jdk = jdk("jdk", "25");
    Ended ended = launch(checkout().resolve("retort"), Map.of("RETORT_JAVA_HOME", jdk.toString()), "measure",
        "similarity", "a.jsonl");

    assertThat(ended.out.lines()).containsSubsequence("-Xmx768m", "dev.retort.app.Main", "measure", "similarity")
        .doesNotContain("-Xmx512m", "-XX:TieredStopAtLevel=1");
  }

  @Test
  void worksThroughARelativeSymbolicLink() throws Exception {
    Path link = Files.createDirectories(folder.resolve("bin")).resolve("rt");
    Files.createSymbolicLink(link, Path.of("../check out/retort"));
    Ended ended = launch(link, Map.of("JAVA_HOME", jdk("jdk", "25.0.1").toString()), "steps");

    assertThat(ended.code).isEqualTo(7);
    assertThat(ended.out).contains("check out/app/target/retort/lib/a.jar").contains("steps");
  }

  @Test
  void tellsTheVersionWithoutStartingJava() throws Exception {
    Ended ended = launch(checkout().resolve("retort"), Map.of("RETORT_JAVA_HOME", "/nowhere"), "--version");

    assertThat(ended).isEqualTo(new Ended(0, "retort 9.9\n", ""));
  }

  @Test
  void aNamedJdkOfAnotherVersionIsRefused() throws Exception {
    for (String version : List.of("17.0.2", "2.5", "250")) {
      Path old = jdk("old" + version, version);
      Ended ended = launch(checkout().resolve("retort"), Map.of("RETORT_JAVA_HOME", old.toString()), "steps");

      assertThat(ended.code).isEqualTo(2);
      assertThat(ended.err).contains("not a JDK 25");
    }
  }

  @Test
  void anOldJavaHomeIsPassedOverForTheJdkThatBuilt() throws Exception {
    Path built = jdk("built with", "25.0.3");
    Files.writeString(checkout().resolve("app/target/retort/java-home"), built + "\n");
    Ended ended = launch(checkout().resolve("retort"), Map.of("JAVA_HOME", jdk("old", "17.0.2").toString()), "steps");

    assertThat(ended.code).isEqualTo(7);
  }

  @Test
  void buildsOnFirstUseAndSaysSoOnStderr() throws Exception {
    Path jdk = jdk("jdk", "25.0.3");
    Files.delete(checkout().resolve("app/target/retort/classpath"));
    Files.writeString(checkout().resolve("mvnw"), "#!/bin/sh\necho \"mvnw $*\"\nexit 1\n");
    Files.setPosixFilePermissions(checkout().resolve("mvnw"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Ended ended = launch(checkout().resolve("retort"), Map.of("RETORT_JAVA_HOME", jdk.toString()), "steps");

    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.out).isEmpty();
    assertThat(ended.err).contains("building").contains("mvnw -q -DskipTests package").contains("build failed");
  }
}
