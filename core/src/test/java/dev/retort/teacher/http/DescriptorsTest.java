package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsTest {
  @TempDir
  Path folder;

  @Test
  void tooManyConnectionsAreRefusedWithTheNumbers() {
    assertThat(Descriptors.check(10_000, OptionalLong.of(10_300))).isNull();
    assertThat(Descriptors.check(10_001, OptionalLong.of(10_300))).contains("10001 connections", "300 other", "10300");
    assertThat(Descriptors.check(1L << 40, OptionalLong.empty())).isNull();
  }

  @Test
  void theLimitIsReadAsTheSystemWritesIt() throws IOException {
    Path limits = folder.resolve("limits");
    Files.writeString(limits, """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             94000                94000                processes
        Max open files            4096                 20000                files
        """);
    assertThat(Descriptors.limit(limits)).hasValue(4096);
    Files.writeString(limits, "Max open files            unlimited            unlimited            files\n");
    assertThat(Descriptors.limit(limits)).isEmpty();
    assertThat(Descriptors.limit(folder.resolve("none"))).isEmpty();
  }
}
