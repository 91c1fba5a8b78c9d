package dev.retort.app.watch;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/// Counts the files and connections this process has open, where the system can tell.
final class OpenFiles {
  private OpenFiles() {}

  static OptionalLong count() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? OptionalLong.of(unix.getOpenFileDescriptorCount())
        : OptionalLong.empty();
  }
}
