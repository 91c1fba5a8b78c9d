package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// That the sections tested one by one are all there are, and that the helper of the tests can fail.
class AllGoldenNeedsSharedTest {
  @Test
  void eachSectionHasItsTest() {
    assertThat(Golden.file().names()).containsExactlyInAnyOrder("versions", "bradley_terry", "bootstrap",
        "multiple_testing", "agreement", "correlation", "paired_tests", "proportions", "classification",
        "descriptive");
  }

  @Test
  void theVersionsAreThoseThatWereReadFor() {
    Golden versions = Golden.section("versions");
    assertThat(versions.at("numpy").text()).isEqualTo("1.24.2");
    assertThat(versions.at("scipy").text()).isEqualTo("1.10.1");
    assertThat(versions.at("sklearn").text()).isEqualTo("1.2.1");
    assertThat(versions.at("statsmodels").text()).startsWith("0.13.5");
    versions.requireAllSeen();
  }

  @Test
  void aFieldThatNobodyLookedAtFails() {
    Golden versions = Golden.section("versions");
    versions.at("numpy").text();
    assertThatThrownBy(versions::requireAllSeen).isInstanceOf(AssertionError.class).hasMessageContaining("scipy");
  }

  @Test
  void aValueThatIsOffByLittleFails() {
    Golden brier = Golden.section("classification").at("brier");
    brier.is(brier.number());
    assertThatThrownBy(() -> brier.is(brier.number() * (1 + 1e-11))).isInstanceOf(AssertionError.class);
  }
}
