package dev.retort.teacher.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TasksTest {

  @ParameterizedTest
  @EnumSource
  void answersAgreeWithWorkingThemOutTheSlowWay(Family family) {
    for (long seed = 0; seed < 1_000; seed++) {
      Task task = Tasks.generate(family, seed);
      assertThat(BruteForce.agrees(task)).as("%s", task).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSlowWayNoticesAWrongAnswer(Family family) {
    for (long seed = 0; seed < 50; seed++) {
      Task task = Tasks.generate(family, seed);
      String wrong = family == Family.FORMAT ? "bullets=99" : Mistakes.of(task, Draw.of(seed, "wrong"));
      boolean keyLeftOut = family == Family.JSON_EXTRACTION && wrong.length() < task.answer().length();
      assertThat(!keyLeftOut && BruteForce.agrees(new Task(family, task.prompt(), wrong, "")))
          .as("%s, not %s", task, wrong).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void promptsAreReadBackToTheirAnswers(Family family) {
    for (long seed = 0; seed < 1_000; seed++) {
      Task task = Tasks.generate(family, seed);
      assertThat(Tasks.solve(task.prompt())).isEqualTo(task);
      Task within = Objects.requireNonNull(Tasks.solve("Hello!\n" + task.prompt() + "\nThanks."));
      assertThat(within.answer()).isEqualTo(task.answer());
    }
  }

  @ParameterizedTest
  @EnumSource
  void tasksVary(Family family) {
    Set<String> prompts = new HashSet<>();
    IntStream.range(0, 200).forEach(seed -> prompts.add(Tasks.generate(family, seed).prompt()));
    assertThat(prompts).hasSizeGreaterThan(60);
  }

  @Test
  void plainPromptsAndBrokenTasksHoldNoTask() {
    assertThat(Tasks.solve("What should a beginner know about bees?")).isNull();
    assertThat(Tasks.solve("What day of the week is 2025-13-45?")).isNull();
    assertThat(Tasks.solve("What date is 999999999 weeks before 0001-01-01? Answer in the form YYYY-MM-DD.")).isNull();
    assertThat(Tasks.solve("Convert 3 apples to pears.")).isNull();
    assertThat(Tasks.solve("0 painters finish 4 walls in one day. How many walls do 3 painters finish in 2 days "
        + "at the same pace?")).isNull();
    assertThat(Tasks.solve("x".repeat(5_000) + " Convert 3 feet to inches.")).isNull();
  }

  @Test
  void aPromptOfOneLetterRepeatedIsSearchedAtOnce() {
    assertThat(Tasks.solve("Put these words in alphabetical order, separated by single spaces: " + "a ".repeat(1_900)))
        .isNull();
  }

  @ParameterizedTest
  @EnumSource
  void everyStyleSaysRightAnswersRightAndWrongOnesWrong(Family family) {
    for (Persona persona : Persona.ALL) {
      for (long seed = 0; seed < 200; seed++) {
        Task task = Tasks.generate(family, seed);
        String right = TaskAnswers.write(task, true, persona.style(), Draw.of(seed, "right"));
        String wrong = TaskAnswers.write(task, false, persona.style(), Draw.of(seed, "wrong"));
        assertThat(task.accepts(right)).as("%s: %s", task, right).isTrue();
        assertThat(task.accepts(wrong)).as("%s: %s", task, wrong).isFalse();
      }
    }
  }

  @Test
  void theStatedAnswerIsTheLastOne() {
    assertThat(Task.stated("First I thought the answer is 4.\nBut the answer is **2.5**.")).isEqualTo("2.5");
    assertThat(Task.stated("Answer: blue moon. I am sure.")).isEqualTo("blue moon");
    assertThat(Task.stated("Let me see.\n\n42.")).isEqualTo("42");
  }
}
