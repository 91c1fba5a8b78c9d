package dev.retort.teacher.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Whether the system lets this process hold as many connections as a recipe wants.
///
/// The JVM raises its soft limit of open files to the hard one when it starts, so that the limit read here is the most
/// there is.
public final class Descriptors {
  /// Open files beside connections: jars, tables, the ledger, standard streams.
  static final long OTHERS = 300;
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String LINE = "Max open files";

  private Descriptors() {}

  /// Why so many connections cannot be; null when they can, or when the system does not tell. What can be is kept free.
  public static @Nullable String check(long wanted) {
    Pipes.OF_PROCESS.expect(wanted);
    return check(wanted, limit());
  }

  static OptionalLong limit() {
    return limit(LIMITS);
  }

  static @Nullable String check(long wanted, OptionalLong limit) {
    if (limit.isEmpty() || wanted + OTHERS <= limit.getAsLong()) {
      return null;
    }
    return ("the teachers' in_flight add up to %d connections, and with %d other files that is more than the %d this"
        + " system lets a process open. Lower 'in_flight', or raise the hard limit (`ulimit -Hn`).")
        .formatted(wanted, OTHERS, limit.getAsLong());
  }

  /// Empty where nothing is said, or no limit is set.
  static OptionalLong limit(Path limits) {
    if (!Files.isReadable(limits)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(limits).stream().filter(line -> line.startsWith(LINE))
          .map(line -> line.substring(LINE.length()).strip().split(" +")[0]).filter(soft -> !soft.equals("unlimited"))
          .mapToLong(Long::parseLong).findFirst();
    } catch (IOException | NumberFormatException _) {
      return OptionalLong.empty(); // the system tells in another way: opening one too many will
    }
  }
}
