package dev.retort.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Source;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Terms.Verdict;
import dev.retort.teacher.Use;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TermsGateTest {
  private static final Source TEACHER = new Source("qwen", "generator");

  private static Terms terms(Use use, Verdict verdict) {
    return switch (verdict) {
      case ALLOWED -> new Terms("some", List.of(use), List.of(), "its section 3");
      case DENIED -> new Terms("some", List.of(), List.of(use), "its section 3");
      case UNKNOWN -> new Terms("some", List.of(), List.of(), "");
    };
  }

  private static TermsGate.Finding finding(Use use, Source source, Terms terms) {
    return TermsGate.check(use, List.of(source), Map.of("qwen", terms), Map.of("read", terms)).getFirst();
  }

  @ParameterizedTest
  @CsvSource({"RESEARCH,ALLOWED,true", "RESEARCH,UNKNOWN,true", "RESEARCH,DENIED,false", "INTERNAL,ALLOWED,true",
      "INTERNAL,UNKNOWN,false", "INTERNAL,DENIED,false", "OPEN_RELEASE,ALLOWED,true", "OPEN_RELEASE,UNKNOWN,false",
      "OPEN_RELEASE,DENIED,false", "COMMERCIAL,ALLOWED,true", "COMMERCIAL,UNKNOWN,false", "COMMERCIAL,DENIED,false",
      "COMPETING_MODEL,ALLOWED,true", "COMPETING_MODEL,UNKNOWN,false", "COMPETING_MODEL,DENIED,false"})
  void everyUseMeetsEveryVerdict(Use use, Verdict verdict, boolean passes) {
    for (String role : List.of("generator", "judge", "rewriter", "prompt")) {
      Source source = new Source(role.equals("prompt") ? "read" : "qwen", role);
      TermsGate.Finding finding = finding(use, source, terms(use, verdict));
      assertThat(finding.verdict()).isEqualTo(verdict);
      assertThat(finding.passes()).isEqualTo(passes);
      assertThat(TermsGate.refused(List.of(finding))).hasSize(passes ? 0 : 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Use.class)
  void onesOwnDataMayBeUsedForAnything(Use use) {
    assertThat(finding(use, new Source("read", "prompt"), new Terms(Terms.OWN, List.of(), List.of(), "")).passes())
        .isTrue();
  }

  @Test
  void aSourceNobodyStatesTermsOfIsUnknown() {
    List<TermsGate.Finding> findings = TermsGate.check(Use.INTERNAL, List.of(new Source("ghost", "judge"), TEACHER),
        Map.of("qwen", terms(Use.INTERNAL, Verdict.ALLOWED)), Map.of());
    assertThat(TermsGate.refused(findings)).singleElement()
        .satisfies(finding -> assertThat(finding.terms()).isEqualTo(Terms.UNKNOWN));
  }

  @Test
  void aDatasetDoesNotBorrowTheTermsOfATeacherOfItsName() {
    Terms good = terms(Use.INTERNAL, Verdict.ALLOWED);
    List<TermsGate.Finding> findings = TermsGate.check(Use.INTERNAL,
        List.of(new Source("same", "prompt"), new Source("same", "generator")), Map.of("same", good), Map.of());
    assertThat(findings).extracting(finding -> finding.source().role() + finding.passes())
        .containsExactly("generatortrue", "promptfalse");
  }

  @Test
  void aRefusalNamesSourceUseTermsAndWhatToDo() {
    assertThat(finding(Use.COMMERCIAL, TEACHER, terms(Use.COMMERCIAL, Verdict.DENIED)).refusal())
        .contains("teacher 'qwen' (generator)", "'some' deny commercial", "its section 3", "override_terms");
    assertThat(finding(Use.OPEN_RELEASE, new Source("read", "prompt"), terms(Use.OPEN_RELEASE, Verdict.UNKNOWN))
        .refusal()).contains("dataset 'read'", "do not say whether open_release is allowed", "intended_use");
  }
}
