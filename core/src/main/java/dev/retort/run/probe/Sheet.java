package dev.retort.run.probe;

import dev.retort.teacher.Capability;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one teacher can do.
///
/// @param findings one a capability, all of them
/// @param speed of the one chat or completion that was long enough to time; null where there was none
public record Sheet(String teacher, Map<Capability, Finding> findings, @Nullable Speed speed) {

  public Sheet {
    EnumMap<Capability, Finding> all = new EnumMap<>(Capability.class);
    for (Capability capability : Capability.values()) {
      all.put(capability, new Finding.Unknown("not asked"));
    }
    all.putAll(findings);
    findings = Collections.unmodifiableMap(all);
  }

  public Finding finding(Capability capability) {
    Finding finding = findings.get(capability);
    if (finding == null) {
      throw new IllegalStateException("no finding of " + capability);
    }
    return finding;
  }

  /// How fast one answer came, which says little of how fast many come at once.
  /// @param firstByte from sending to the first byte, which is the first token only where the server streams
  /// @param total from sending to the end
  /// @param tokens of the answer
  public record Speed(Duration firstByte, Duration total, int tokens) {

    public double tokensPerSecond() {
      return total.isZero() ? 0 : tokens * 1e9 / total.toNanos();
    }
  }
}
