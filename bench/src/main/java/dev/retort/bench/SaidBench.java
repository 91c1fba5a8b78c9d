package dev.retort.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A benchmark that is a program of its own and says its figures line by line, `key value`.
///
/// @param main its class
/// @param arguments it gets
record SaidBench(String name, String question, Class<?> main, List<String> arguments) implements Benchmark {

  SaidBench {
    arguments = List.copyOf(arguments);
  }

  @Override
  public Table run() throws IOException, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    Children.run(" ", Children.GIBIBYTE, main, arguments).forEach((key, value) -> rows.add(List.of(key, value)));
    return new Table(List.of("figure", "value"), rows);
  }
}
