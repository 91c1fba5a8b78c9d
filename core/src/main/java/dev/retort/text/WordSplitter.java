package dev.retort.text;

import java.util.List;

/// Cuts a text into words, in order.
@FunctionalInterface
public interface WordSplitter {
  List<String> words(String text);
}
