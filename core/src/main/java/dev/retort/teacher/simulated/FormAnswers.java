package dev.retort.teacher.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Texts that keep to a condition of [Form], or break it on purpose.
final class FormAnswers {
  private final Prose prose;
  private final RandomGenerator random;

  FormAnswers(Prose prose, RandomGenerator random) {
    this.prose = prose;
    this.random = random;
  }

  String write(String condition, boolean right) {
    String kind = condition.replaceAll("[=<].*", "");
    return switch (kind) {
      case "bullets" -> lines(count(condition, right), i -> "- ");
      case "numbered" -> lines(count(condition, right), i -> i + ". ");
      case "words" -> words(Form.number(condition), right);
      case "sentences" -> sentences(count(condition, right));
      case "lower_case" -> right ? plain().toLowerCase(Locale.ROOT) : plain();
      case "upper_case" -> right ? plain().toUpperCase(Locale.ROOT) : plain();
      case "no_commas" -> right ? plain() : plain().replaceFirst(" ", ", ");
      default ->
        throw new IllegalArgumentException("no condition on the form of a text is called '%s'".formatted(kind));
    };
  }

  private int count(String condition, boolean right) {
    int wanted = Form.number(condition);
    return right ? wanted : wanted + 1 + random.nextInt(2);
  }

  private static String plainMarks(String sentence) {
    return sentence.replace(",", "").replace(":", "").replaceAll("[.!?]+$", "").replaceAll("[.!?]", "");
  }

  private String plain() {
    return sentences(2);
  }

  private String sentences(int many) {
    return IntStream.range(0, many).mapToObj(i -> plainMarks(prose.sentence()) + ".").collect(Collectors.joining(" "));
  }

  private String lines(int many, IntFunction<String> mark) {
    return IntStream.rangeClosed(1, many).mapToObj(i -> mark.apply(i) + plainMarks(prose.sentence()))
        .collect(Collectors.joining("\n"));
  }

  private String words(int limit, boolean right) {
    int wanted = right ? Math.max(1, limit - 1 - random.nextInt(3)) : limit + random.nextInt(10);
    List<String> words = new ArrayList<>();
    while (words.size() < wanted) {
      words.addAll(List.of(plainMarks(prose.sentence()).split(" ")));
    }
    return String.join(" ", words.subList(0, wanted)) + ".";
  }
}
