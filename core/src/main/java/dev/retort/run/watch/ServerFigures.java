package dev.retort.run.watch;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a server told of itself during the sitting.
///
/// @param looks how often its page was read
/// @param gauges by name: `kv_cache_usage` (share, 0 to 1), `running` and `waiting` (requests, anybody's),
///     `gpu_memory_mib`
/// @param counted by name, what was added between the first look and the last: `preemptions`
public record ServerFigures(long looks, Map<String, Range> gauges, Map<String, Double> counted) {
  public ServerFigures {
    gauges = Collections.unmodifiableMap(new TreeMap<>(gauges));
    counted = Collections.unmodifiableMap(new TreeMap<>(counted));
  }

  /// Over all looks.
  public record Range(double min, double mean, double max) {}
}
