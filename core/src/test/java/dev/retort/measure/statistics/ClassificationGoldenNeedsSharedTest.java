package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClassificationGoldenNeedsSharedTest {
  private final Golden section = Golden.section("classification");

  private static int[] labels(Golden field) {
    return Arrays.stream(field.numbers()).mapToInt(label -> (int) label).toArray();
  }

  @Test
  void everyScoreEqualsTheReference() {
    int[] truth = labels(section.at("y"));
    double[] score = section.at("score").numbers();
    section.at("roc_auc").is(Classification.rocAuc(truth, score));
    section.at("average_precision").is(Classification.averagePrecision(truth, score));
    section.at("brier").is(Classification.brier(truth, score));
    Classification said = Classification.of(truth, score, section.at("threshold").number());
    section.at("accuracy").is(said.accuracy());
    section.at("balanced_accuracy").is(said.balancedAccuracy());
    section.at("precision").is(said.precision(1));
    section.at("recall").is(said.recall(1));
    section.at("f1").is(said.f1(1));
    section.at("mcc").is(said.matthews());
    Golden three = section.at("three_class");
    Classification classes = Classification.of(labels(three.at("y")), labels(three.at("h")), 3);
    three.at("f1_macro").is(classes.f1Macro());
    three.at("f1_micro").is(classes.f1Micro());
    three.at("f1_weighted").is(classes.f1Weighted());
    three.at("mcc").is(classes.matthews());
    section.requireAllSeen();
  }

  @Test
  void scoresInAnotherOrderDoNotMatch() {
    double[] sorted = Descriptive.sorted(section.at("score").numbers());
    assertThatThrownBy(() -> section.at("roc_auc").is(Classification.rocAuc(labels(section.at("y")), sorted)))
        .isInstanceOf(AssertionError.class);
  }
}
