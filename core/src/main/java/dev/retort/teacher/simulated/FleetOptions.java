package dev.retort.teacher.simulated;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How a fleet is started.
///
/// @param port 0 for any free one
/// @param seed on which all answers and faults depend
/// @param requestLog a file to which every request is appended as a line of JSON
/// @param timing scale of all waiting: 0 answers at once, 1 as the characters state
/// @param faults what goes wrong beyond the characters' own failures, unless a request says otherwise
/// @param tokenize whether `POST /tokenize` is offered
public record FleetOptions(int port, long seed, @Nullable Path requestLog, double timing, Faults faults,
    boolean tokenize) {

  public FleetOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    if (!(timing >= 0 && timing <= 100)) {
      throw new IllegalArgumentException("timing must be 0 to 100, not " + timing);
    }
  }

  /// Any free port, stated timing, no log, no faults beyond the characters' own.
  public static FleetOptions ofSeed(long seed) {
    return new FleetOptions(0, seed, null, 1, Faults.NONE, false);
  }

  public FleetOptions withPort(int newPort) {
    return new FleetOptions(newPort, seed, requestLog, timing, faults, tokenize);
  }

  public FleetOptions withRequestLog(@Nullable Path file) {
    return new FleetOptions(port, seed, file, timing, faults, tokenize);
  }

  public FleetOptions withTiming(double scale) {
    return new FleetOptions(port, seed, requestLog, scale, faults, tokenize);
  }

  public FleetOptions withFaults(Faults wanted) {
    return new FleetOptions(port, seed, requestLog, timing, wanted, tokenize);
  }

  public FleetOptions withTokenize(boolean offered) {
    return new FleetOptions(port, seed, requestLog, timing, faults, offered);
  }
}
