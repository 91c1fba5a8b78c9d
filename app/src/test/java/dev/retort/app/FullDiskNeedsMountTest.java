package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run on a disk that is really full, in a name space of its own with a small file system in memory.
class FullDiskNeedsMountTest {
  /// Mounts $1, runs the rest on it while it is small, then again when it is large, and copies the export out.
  private static final String SCRIPT = """
      mount -t tmpfs -o size=$SMALL retort "$DISK" || exit 99
      "$@" > "$OUT/first.out" 2> "$OUT/first.err"; echo $? > "$OUT/first"
      mkdir "$OUT/kept" && cp "$DISK"/run/ledger.db* "$OUT/kept"
      mount -o remount,size=400m "$DISK" || exit 99
      "$@" > "$OUT/second.out" 2> "$OUT/second.err"; echo $? > "$OUT/second"
      cp -r "$DISK/run/export" "$OUT/export"
      """;

  @TempDir
  Path temp;

  @BeforeEach
  void mayMount() throws Exception {
    assumeTrue(mounts(Files.createDirectory(temp.resolve("probe"))), "needs leave to mount a file system");
  }

  private static boolean mounts(Path folder) throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "retort", folder.toString())
          .redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program here
    }
  }

  @Test
  void aRunOnAFullDiskSaysSoAndGoesOnWithWhatItHadPaidForWhenThereIsRoom() throws Exception {
    Path recipe = Files.writeString(temp.resolve("recipe.yaml"), """
        random_seed: 5
        teachers:
          one: {simulated: {model: sim-scholar, timing: 0}, limits: {in_flight: 8}}
        steps:
          - simulated_chats: {rows: 600, turns: 1}
          - respond: {}
          - write: {path: export, layout: rows}
        """);
    assertThat(Cli.run(temp.resolve("whole.out"), List.of(), "run", recipe.toString(), "--run",
        temp.resolve("whole").toString())).isZero();

    Path out = Files.createDirectory(temp.resolve("out"));
    run(recipe, out);

    assertThat(out.resolve("first")).hasContent("2");
    assertThat(Files.readString(out.resolve("first.err"))).containsPattern("no space|No space|disk is full|full");
    assertThat(out.resolve("second")).hasContent("0");
    long paid = answers(out.resolve("kept/ledger.db"));
    assertThat(paid).isBetween(1L, 599L);
    assertThat(Files.readString(out.resolve("second.out")) + Files.readString(out.resolve("second.err")))
        .contains(" %d from the ledger".formatted(paid));
    for (String file : List.of("data-00000-of-00001.jsonl", "manifest.json")) {
      assertThat(out.resolve("export/" + file)).hasSameBinaryContentAs(temp.resolve("whole/export/" + file));
    }
  }

  private void run(Path recipe, Path out) throws IOException, InterruptedException {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    ProcessBuilder java = Cli.java(List.of(), List.of("run", recipe.toString(), "--run", disk + "/run"));
    List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", SCRIPT, "sh"));
    command.addAll(java.command());
    ProcessBuilder all = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(temp.resolve("script.out").toFile());
    all.environment().putAll(java.environment());
    all.environment().put("DISK", disk.toString());
    all.environment().put("OUT", out.toString());
    all.environment().put("SMALL", "900k");
    Process process = all.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(temp.resolve("script.out"))).isZero();
  }

  private static long answers(Path ledger) throws Exception {
    try (java.sql.Connection connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + ledger);
        java.sql.ResultSet count = connection.createStatement()
            .executeQuery("select count(*) from attempts where decisive")) {
      return count.getLong(1);
    }
  }
}
