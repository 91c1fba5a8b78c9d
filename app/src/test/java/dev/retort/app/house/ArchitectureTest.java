package dev.retort.app.house;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.retort.step.StepName;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The walls of the house. Each rule is also held against classes that break it, in [Trespassers].
class ArchitectureTest {
  private static final JavaClasses HOUSE = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("dev.retort");
  private static final JavaClasses TRESPASSERS = new ClassFileImporter().importClasses(Trespassers.class,
      Trespassers.Printing.class, Trespassers.Exiting.class);

  @Test
  void theWholeHouseIsLookedAt() {
    assertThat(HOUSE.contain("dev.retort.Retort")).isTrue();
    assertThat(HOUSE.contain("dev.retort.app.Main")).isTrue();
    assertThat(HOUSE.contain(ArchitectureTest.class)).isFalse();
  }

  @Test
  void contractsKnowNoEngineNoProviderAndNoApp() {
    DescribedPredicate<JavaClass> provider = DescribedPredicate.describe("is a provider's",
        type -> type.getPackageName().startsWith("dev.retort.teacher."));
    noClasses().that().resideInAnyPackage("dev.retort.step..", "dev.retort.recipe..", "dev.retort.row..",
        "dev.retort.text..", "dev.retort.measure..", "dev.retort.compare..").should().dependOnClassesThat(provider.or(
            JavaClass.Predicates.resideInAnyPackage("dev.retort.engine..", "dev.retort.app..")))
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  @Test
  void theLibraryKnowsNoApp() {
    noClasses().that().resideOutsideOfPackage("dev.retort.app..").should().dependOnClassesThat()
        .resideInAnyPackage("dev.retort.app..", "picocli..", "gg.jte..").check(HOUSE);
  }

  /// What is written down bears a date; what is waited for or measured does not, so that a clock that is set while a
  /// run goes on changes no wait and no limit. A server's date in `Retry-After`, and jobs that outlive the process, are
  /// the exceptions: both are bounded.
  @Test
  void noWaitIsMeasuredByAClockThatCanBeSet() {
    noClasses().that().haveNameNotMatching(
        "dev\\.retort\\.(run\\.(Run|RunState|CallsAttempts)|teacher\\.simulated\\.(RequestLog|BatchApi)"
            + "|teacher\\.http\\.Waits|teacher\\.batch\\.Pace.*)")
        .should(readTheDate()).check(HOUSE);
    assertThat(noClasses().should(readTheDate()).evaluate(HOUSE).hasViolation()).isTrue();
  }

  private static ArchCondition<JavaClass> readTheDate() {
    return callMethod(System.class, "currentTimeMillis")
        .or(callMethod(Instant.class, "now"));
  }

  @Test
  void stepsDoNotKnowEachOther() {
    classes().that().resideInAPackage("dev.retort.steps..").should(knowNoStepOfAnotherFamily()).allowEmptyShould(true)
        .check(HOUSE);
  }

  /// A family is a step and the classes beside it whose names begin with the same word: `Write`, `WriteChat`.
  private static ArchCondition<JavaClass> knowNoStepOfAnotherFamily() {
    Set<String> families = HOUSE.stream().filter(type -> type.isAnnotatedWith(StepName.class))
        .map(ArchitectureTest::family).collect(Collectors.toSet());
    return new ArchCondition<>("know no step of another family") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass other = dependency.getTargetClass().getBaseComponentType();
          if (other.getPackageName().startsWith("dev.retort.steps") && !family(other).equals(family(type))
              && families.contains(family(other))) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static String family(JavaClass type) {
    String name = type.getName().substring(type.getPackageName().length() + 1).replaceAll("\\$.*", "");
    return name.replaceAll("(?<=[a-z0-9])[A-Z].*", "");
  }

  @Test
  void onlyTheAppPrintsOrExits() {
    ArchRule rule = noClasses().that().resideOutsideOfPackage("dev.retort.app").and()
        .doNotHaveFullyQualifiedName("dev.retort.teacher.llamacpp.EmbeddedServer").should().accessField(System.class,
            "out")
        .orShould().accessField(System.class, "err").orShould().callMethod(System.class, "exit", int.class)
        .orShould().callMethod(Runtime.class, "halt", int.class);
    rule.check(HOUSE);
    assertThat(rule.evaluate(TRESPASSERS).getFailureReport().getDetails()).hasSize(2);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> packages = HOUSE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    Set<String> marked = HOUSE.stream().filter(type -> type.getSimpleName().equals("package-info"))
        .filter(type -> type.isAnnotatedWith(NullMarked.class)).map(JavaClass::getPackageName)
        .collect(Collectors.toSet());

    assertThat(marked).containsAll(packages);
  }

  @Test
  void packagesAreNamedForWhatTheyDo() {
    List<String> vague = List.of("util", "utils", "common", "helper", "helpers", "manager", "impl", "misc");
    for (JavaClass type : HOUSE) {
      assertThat(List.of(type.getPackageName().split("\\."))).as(type.getName()).doesNotContainAnyElementsOf(vague);
    }
  }
}
