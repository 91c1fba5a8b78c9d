package dev.retort.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowIdsTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(ints = {10, 1 << 18})
  void occurrencesAreCountedAlikeInMemoryAndInBuckets(int small) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      records.add("{\"a\":" + (random.nextInt(3) == 0 ? random.nextInt(50) : i + 100) + "}");
    }
    Map<String, Integer> seen = new HashMap<>();
    try (RowIds ids = new RowIds(folder, small)) {
      for (String record : records) {
        ids.add(record);
      }
      try (RowIds.Reader reader = ids.read()) {
        Map<String, String> hashes = new HashMap<>();
        for (String record : records) {
          String id = reader.next();
          int earlier = seen.merge(record, 1, Integer::sum) - 1;
          assertThat(id).matches("[0-9a-f]{32}-" + earlier);
          assertThat(hashes.computeIfAbsent(record, r -> id.substring(0, 32))).isEqualTo(id.substring(0, 32));
        }
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
      }
    }
    assertThat(seen.values()).anyMatch(count -> count > 20);
    Path again = Files.createDirectory(folder.resolve("again"));
    try (RowIds ids = new RowIds(again, small); RowIds.Reader reader = ids.read()) {
      assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    }
  }
}
