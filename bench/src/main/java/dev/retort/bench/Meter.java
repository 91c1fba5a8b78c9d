package dev.retort.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Wall and CPU time since it was made, of the whole process.
final class Meter {
  private final long wall = System.nanoTime();
  private final long cpu = processNanos();

  private static long processNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  double seconds() {
    return (System.nanoTime() - wall) / 1e9;
  }

  double cpuSeconds() {
    return (processNanos() - cpu) / 1e9;
  }

  /// The most memory the process has held, in MiB; 0 where the system does not say.
  static long peakMiB() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  static void say(String key, double value, int digits) {
    System.out.println(key + ' ' + String.format(Locale.ROOT, "%." + digits + "f", value));
  }
}
