package dev.retort.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.compare.GroupReport.Entry;
import dev.retort.compare.GroupReport.Group;
import dev.retort.measure.diversity.Reading;
import dev.retort.measure.statistics.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GroupContrastsTest {
  private static final double Z = 1.959963984540054;

  private static Group group(String author, Reading reading) {
    return new Group(author, 50, 0, List.of(new Entry("words_mean", reading)));
  }

  private static Reading around(double value, double error) {
    return new Reading.Taken(new Measured(value, value - Z * error, value + Z * error, 50), "");
  }

  private static GroupReport report(List<Group> groups) {
    return new GroupReport(new ReadCounts(1, 50, 50, 0, Map.of()), Map.of("words_mean", Map.of()), groups);
  }

  @Test
  void everyTwoAuthorsAreComparedAndCorrectedForTheirNumber() {
    JsonNode told = GroupJson.of(report(List.of(group("x", around(20, 3)), group("y", around(10, 4)),
        group("z", around(10, 3)), group("few", new Reading.Bare(99, 3, "few texts")))), 1).required("comparisons");

    assertThat(told.size()).isEqualTo(3);
    JsonNode first = told.get(0);
    assertThat(first.required("measure").stringValue() + first.required("a") + first.required("b"))
        .isEqualTo("words_mean\"x\"\"y\"");
    assertThat(first.required("p").doubleValue()).isCloseTo(0.04550026389635842, within(1e-12));
    // x and z: 10 over sqrt(18), the smallest of three, so times 3; x and y then times 2; y and z are equal.
    assertThat(told.get(1).required("p_holm").doubleValue()).isCloseTo(3 * 0.018422125454099, within(1e-9));
    assertThat(first.required("p_holm").doubleValue()).isCloseTo(2 * 0.04550026389635842, within(1e-12));
    assertThat(told.get(2).required("p_holm").doubleValue()).isEqualTo(1);
  }

  @Test
  void morePairsThanAReaderCouldUseAreLeftOut() {
    List<Group> many = new ArrayList<>();
    for (int i = 0; i <= GroupContrasts.MOST_AUTHORS; i++) {
      many.add(group("a" + i, around(i, 1)));
    }
    assertThat(GroupContrasts.of(report(many))).isEmpty();
    assertThat(GroupContrasts.of(report(many.subList(1, many.size())))).hasSize(50 * 49 / 2);
  }
}
