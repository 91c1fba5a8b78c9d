package dev.retort.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The texts of one author, in the order they were read.
///
/// @param besides what stands beside each text, as [dev.retort.row.JsonTree] has it
/// @param logProbs what a teacher told of each text; null where nothing
/// @param beyond texts that were not drawn
public record TextGroup(String name, List<String> texts, List<@Nullable Object> besides,
    List<@Nullable LogProbs> logProbs, long beyond) {
  public TextGroup {
    texts = List.copyOf(texts);
    logProbs = Collections.unmodifiableList(new ArrayList<>(logProbs));
    besides = Collections.unmodifiableList(new ArrayList<>(besides));
  }
}
