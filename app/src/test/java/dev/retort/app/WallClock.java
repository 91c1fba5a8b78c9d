package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The wall clock of a child process, which a test sets forward and back.
///
/// A small C library, compiled here, answers the child's questions for the time of day. The machine's clock and what
/// counts time without it are left alone.
///
/// @param library goes before all others of the child
/// @param seconds a file with how far the clock is ahead
record WallClock(Path library, Path seconds) {
  private static final String SOURCE = "/jumping_clock.c";

  /// Whether libraries can be compiled and put into a process here.
  static boolean canBeMade(Path folder) throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve("probe.c"), "#include <stdlib.h>\nint probe(void) { return 1; }\n");
    try {
      return System.getProperty("os.name").equals("Linux") && compiled(source, folder.resolve("probe.so"));
    } catch (IOException e) {
      return false; // no such program here
    }
  }

  /// Compiles the library; the clock goes right until it is set.
  static WallClock in(Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve("jumping_clock.c");
    try (InputStream text = Objects.requireNonNull(WallClock.class.getResourceAsStream(SOURCE), SOURCE)) {
      Files.copy(text, source);
    }
    Path library = folder.resolve("jumping_clock.so");
    assertThat(compiled(source, library)).as("the library is compiled, see cc.out").isTrue();
    WallClock clock = new WallClock(library, Files.write(folder.resolve("clock"), new byte[Long.BYTES]));
    clock.set(Duration.ZERO);
    return clock;
  }

  private static boolean compiled(Path source, Path library) throws IOException, InterruptedException {
    Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
        .redirectErrorStream(true).redirectOutput(library.resolveSibling("cc.out").toFile()).start();
    return compiler.waitFor(1, TimeUnit.MINUTES) && compiler.exitValue() == 0;
  }

  /// Has a child process go by this clock.
  void give(ProcessBuilder child) {
    child.environment().put("LD_PRELOAD", library.toString());
    child.environment().put("RETORT_TEST_CLOCK", seconds.toString());
  }

  /// Sets the clock, at once and for what runs already too.
  void set(Duration ahead) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, ahead.toSeconds());
    try (FileChannel file = FileChannel.open(seconds, StandardOpenOption.WRITE)) {
      assertThat(file.write(bytes, 0)).isEqualTo(Long.BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
