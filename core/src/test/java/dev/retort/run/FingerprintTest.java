package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  @TempDir
  Path folder;

  @BeforeEach
  void recipe() throws IOException {
    Files.writeString(folder.resolve("in.jsonl"), "{\"q\":\"a\"}\n");
    Files.writeString(folder.resolve("old.jsonl"), "{\"prompt\":\"a\",\"response\":\"A\"}\n");
    Files.writeString(folder.resolve("recipe.yaml"), """
        recipe: looked-up
        teachers:
          old: {recorded: {path: old.jsonl}}
        steps:
          - read: {path: in.jsonl, terms: own}
          - prompt: {template: "{{q}}"}
        """);
  }

  private List<String> hashes() {
    Opened opened = Opened.open(RunOptions.of(folder.resolve("recipe.yaml")));
    assertThat(opened.problems()).isEmpty();
    Plan plan = opened.plan();
    return plan.nodes().stream().map(node -> Fingerprint.of(plan, node, "input", folder, Long.MAX_VALUE)).toList();
  }

  @Test
  void aChangedFileOfATeacherIsNoticedByTheStepsThatAskIt() throws IOException {
    List<String> before = hashes();
    assertThat(hashes()).isEqualTo(before).hasSize(2);
    Files.writeString(folder.resolve("old.jsonl"), "{\"prompt\":\"a\",\"response\":\"B\"}\n");
    List<String> after = hashes();
    assertThat(after.get(0)).isEqualTo(before.get(0));
    assertThat(after.get(1)).isNotEqualTo(before.get(1));
  }
}
