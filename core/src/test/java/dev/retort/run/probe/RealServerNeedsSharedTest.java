package dev.retort.run.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.SharedData;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Capability;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.llamacpp.LlamaCpp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// What the engine that comes with Retort can do with a real model: each capability works, or is refused by name.
class RealServerNeedsSharedTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir
  Path work;

  private Sheet probe(@Nullable String chatTemplate) throws InterruptedException {
    Path model = SharedData.dir().resolve("data/models/stories260K/stories260K.gguf").toAbsolutePath();
    LlamaCpp backend = new LlamaCpp(model.toString(), null, chatTemplate, null, 1, 1);
    Teacher teacher = new Teacher(backend, null, Sampling.NONE, Limits.DEFAULT, DEADLINE, null);
    try (Endpoint endpoint = backend.open(new Backend.Opening("stories", teacher, work, work.resolve("t"), 7))) {
      return new Probe(endpoint, Sampling.NONE, DEADLINE).sheet("stories");
    }
  }

  /// `yes`, or words of the refusal.
  private static void check(Sheet sheet, Map<Capability, String> expected, TestReporter reporter) {
    sheet.findings().forEach((capability, finding) -> reporter.publishEntry(capability.words(),
        finding.word() + (finding.words().isEmpty() ? "" : ": " + finding.words())));
    assertThat(sheet.findings()).allSatisfy((capability, finding) -> {
      String wanted = expected.get(capability);
      assertThat(wanted).as(capability + " is in the contract").isNotNull();
      if (finding instanceof Finding.Yes) {
        assertThat(wanted).as(capability.words()).isEqualTo("yes");
      } else {
        assertThat(finding.words()).as(capability.words()).contains(wanted);
      }
    });
  }

  private static Map<Capability, String> contract() {
    Map<Capability, String> contract = new EnumMap<>(Capability.class);
    for (Capability works : new Capability[]{Capability.REACHABLE, Capability.MODEL, Capability.CHAT,
        Capability.COMPLETIONS, Capability.SEVERAL, Capability.SEED, Capability.SCHEMA, Capability.TOKENIZE,
        Capability.WINDOW}) {
      contract.put(works, "yes");
    }
    contract.put(Capability.LOGPROBS, "cannot do 'logprobs'");
    contract.put(Capability.TOP_LOGPROBS, "cannot do 'logprobs'");
    contract.put(Capability.PROMPT_LOGPROBS, "cannot do 'echo'");
    contract.put(Capability.EMBEDDINGS, "makes no embeddings");
    contract.put(Capability.RERANK, "neither scores");
    return contract;
  }

  @Test
  void withAChatTemplateEachCapabilityWorksOrIsRefusedByName(TestReporter reporter) throws InterruptedException {
    Sheet sheet = probe("plain");

    check(sheet, contract(), reporter);
    assertThat(sheet.finding(Capability.WINDOW).words()).isEqualTo("128 tokens");
    assertThat(sheet.speed()).isNotNull();
  }

  @Test
  void withoutOneChatsAreRefusedAndCompletionsStandIn(TestReporter reporter) throws InterruptedException {
    Map<Capability, String> contract = contract();
    contract.put(Capability.CHAT, "found no chat template");
    contract.put(Capability.SCHEMA, "found no chat template");

    check(probe(null), contract, reporter);
  }
}
