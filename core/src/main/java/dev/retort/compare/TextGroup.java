package dev.retort.compare;

import java.util.List;

/// The texts of one author, in the order they were read.
///
/// @param beyond texts that were not drawn
public record TextGroup(String name, List<String> texts, long beyond) {
  public TextGroup {
    texts = List.copyOf(texts);
  }
}
