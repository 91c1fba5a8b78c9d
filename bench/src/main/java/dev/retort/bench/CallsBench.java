package dev.retort.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// CPU, rate and memory of model calls with their ledger, whole process with start-up.
final class CallsBench implements Benchmark {
  private static final String PASSWORD = "loopback";
  private static final List<String> COLUMNS = List.of("case", "calls", "CPU s per 1,000 calls", "aim",
      "times the control", "aim", "calls/s", "of the ideal rate", "peak memory");
  private final int repeats = Integer.getInteger("retort.bench.repeats", 3);

  private record Case(String name, Server server, int inFlight, int calls, Aim aim) {
    Case control() {
      return new Case("control of it: bare http", new Server(server.delay(), "http"), inFlight, calls, Aim.NONE);
    }
  }

  /// CPU seconds a 1,000 calls.
  /// @param most what is aimed at
  /// @param bare what the control took on the machine on which that was laid down
  private record Aim(double most, double bare) {
    static final Aim NONE = new Aim(0, 0);

    boolean is() {
      return most > 0;
    }
  }

  private record Server(String delay, String protocol) {
    StandIn standIn() {
      return StandIn.of(delay);
    }
  }

  private static final Server AT_ONCE = new Server("0", "http");
  private static final Server LIKE_A_MODEL = new Server("300-1500", "http");

  private static final double BARE_AT_ONCE = 0.025;
  private static final double BARE_LIKE_A_MODEL = 0.063;

  private static final List<Case> CASES = List.of(
      new Case("http, 64 in flight, no delay", AT_ONCE, 64, 50_000, new Aim(0.12, BARE_AT_ONCE)),
      new Case("the same, 200,000 calls", AT_ONCE, 64, 200_000, Aim.NONE),
      new Case("http, 2,000 in flight, 300-1,500 ms", LIKE_A_MODEL, 2_000, 40_000, new Aim(0.20, BARE_LIKE_A_MODEL)),
      new Case("http, 10,000 in flight, 300-1,500 ms, -Xmx1g", LIKE_A_MODEL, 10_000, 100_000, Aim.NONE),
      new Case("https (HTTP/1.1), 64 in flight, no delay", new Server("0", "h1"), 64, 50_000,
          new Aim(0.22, BARE_AT_ONCE)),
      new Case("https (HTTP/1.1), 2,000 in flight, 300-1,500 ms", new Server("300-1500", "h1"), 2_000, 40_000,
          new Aim(0.30, BARE_LIKE_A_MODEL)),
      new Case("https (HTTP/2), 64 in flight, no delay", new Server("0", "h2"), 64, 50_000, Aim.NONE),
      new Case("https (HTTP/2), 2,000 in flight, 300-1,500 ms", new Server("300-1500", "h2"), 2_000, 40_000, Aim.NONE));

  @Override
  public String name() {
    return "calls";
  }

  @Override
  public String question() {
    return "What does a model call cost, its durable ledger record included? A process of its own makes them through "
        + "`Calls` with the flags of a run, against a server on loopback that answers some 600 bytes; CPU is that of "
        + "the whole process, start-up and compiler included. The rate is that between the first tenth and the last of "
        + "the calls; ideal is in flight / mean delay. Control: bare keep-alive sockets that check and keep nothing, over plain "
        + "http, measured in turns with the case above it. The aims were laid down where it took 0.025 s at 64 in flight "
        + "and 0.063 s at 2,000, and are given as multiples of that, too. Medians of " + repeats + " runs.";
  }

  @Override
  public Table run() throws IOException, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    Path folder = Files.createTempDirectory("retort-bench");
    Path keys = folder.resolve("keys.p12");
    keys(keys);
    for (Case one : CASES) {
      try (Children.Serving server = serve(one.server(), keys);
          Children.Serving plain = serve(one.control().server(), keys)) {
        List<Map<String, String>> ours = new ArrayList<>();
        List<Map<String, String>> bare = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
          ours.add(retort(one, server.url(), folder, keys));
          if (one.aim().is()) {
            bare.add(bare(one, plain.url()));
          }
        }
        rows.add(row(one, median(ours), one.aim().is() ? cpu(one, median(bare)) : 0));
        if (one.aim().is()) {
          rows.add(row(one.control(), median(bare), 0));
        }
      }
    }
    return new Table(COLUMNS, rows);
  }

  private static Map<String, String> median(List<Map<String, String>> all) {
    List<Map<String, String>> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingDouble(figures -> Double.parseDouble(figures.get("cpu"))));
    return sorted.get(sorted.size() / 2);
  }

  /// CPU seconds a 1,000 calls.
  private static double cpu(Case one, Map<String, String> figures) {
    return Double.parseDouble(figures.get("cpu")) * 1000 / one.calls();
  }

  private static Map<String, String> bare(Case one, String url) throws IOException, InterruptedException {
    return Children.run(Children.RUN, BareCalls.class,
        List.of(url, Integer.toString(one.inFlight()), Integer.toString(one.calls())));
  }

  private static Children.Serving serve(Server server, Path keys) throws IOException {
    return server.protocol().equals("http")
        ? new Children.Serving(PlainStandIn.class, List.of(server.delay()))
        : new Children.Serving(TlsStandIn.class, List.of(server.delay(), keys.toString(), PASSWORD, server.protocol()));
  }

  private static Map<String, String> retort(Case one, String url, Path folder, Path keys)
      throws IOException, InterruptedException {
    Path run = Files.createTempDirectory(folder, "run");
    List<String> flags = new ArrayList<>(one.inFlight() > 2_000 ? Children.GIBIBYTE : Children.RUN);
    flags.add("-Djavax.net.ssl.trustStore=" + keys);
    flags.add("-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    Map<String, String> figures = Children.run(flags, RetortCalls.class,
        List.of(url, Integer.toString(one.inFlight()), Integer.toString(one.calls()), run.toString()));
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    return figures;
  }

  /// @param bare CPU seconds a 1,000 calls of the control; 0 where there is none
  private static List<String> row(Case one, Map<String, String> figures, double bare) {
    double rate = Double.parseDouble(figures.get("rate"));
    double mean = one.server().standIn().mean();
    return List.of(one.name(), String.format(Locale.ROOT, "%,d", one.calls()),
        String.format(Locale.ROOT, "%.3f", cpu(one, figures)),
        one.aim().is() ? String.format(Locale.ROOT, "%.2f", one.aim().most()) : "",
        bare == 0 ? "" : String.format(Locale.ROOT, "%.1f", cpu(one, figures) / bare),
        one.aim().is() ? String.format(Locale.ROOT, "%.1f", one.aim().most() / one.aim().bare()) : "",
        String.format(Locale.ROOT, "%,.0f", one.calls() / Double.parseDouble(figures.get("seconds"))),
        mean == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * rate * mean / one.inFlight()),
        String.format(Locale.ROOT, "%,d MB", Long.parseLong(figures.get("rss")) / 1000));
  }

  private static void keys(Path file) throws IOException, InterruptedException {
    Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=127.0.0.1", "-ext",
        "SAN=ip:127.0.0.1", "-validity", "30", "-keystore", file.toString(), "-storepass", PASSWORD, "-storetype",
        "PKCS12").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool made no keys");
    }
  }
}
