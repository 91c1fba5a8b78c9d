package dev.retort.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The texts of one author, in the order they were read.
///
/// @param besides what stands beside each text, as [dev.retort.row.JsonTree] has it
/// @param beyond texts that were not drawn
public record TextGroup(String name, List<String> texts, List<@Nullable Object> besides, long beyond) {
  public TextGroup {
    texts = List.copyOf(texts);
    besides = Collections.unmodifiableList(new ArrayList<>(besides));
  }
}
