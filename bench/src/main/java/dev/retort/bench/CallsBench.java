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
  private static final List<String> COLUMNS = List.of("case", "calls", "CPU s per 1,000 calls", "at most",
      "calls/s", "of the ideal rate", "peak memory");
  private final int repeats = Integer.getInteger("retort.bench.repeats", 3);

  /// @param most CPU seconds a 1,000 calls that are aimed at; 0 where none are
  private record Case(String name, Server server, int inFlight, int calls, double most) {}

  private record Server(String delay, String protocol) {
    StandIn standIn() {
      return StandIn.of(delay);
    }
  }

  private static final Server AT_ONCE = new Server("0", "http");
  private static final Server LIKE_A_MODEL = new Server("300-1500", "http");

  private static final List<Case> CASES = List.of(new Case("http, 64 in flight, no delay", AT_ONCE, 64, 50_000, 0.12),
      new Case("the same, 200,000 calls", AT_ONCE, 64, 200_000, 0),
      new Case("http, 2,000 in flight, 300-1,500 ms", LIKE_A_MODEL, 2_000, 40_000, 0.20),
      new Case("http, 10,000 in flight, 300-1,500 ms, -Xmx1g", LIKE_A_MODEL, 10_000, 100_000, 0),
      new Case("https (HTTP/1.1), 64 in flight, no delay", new Server("0", "h1"), 64, 50_000, 0.22),
      new Case("https (HTTP/1.1), 2,000 in flight, 300-1,500 ms", new Server("300-1500", "h1"), 2_000, 40_000, 0.30),
      new Case("https (HTTP/2), 64 in flight, no delay", new Server("0", "h2"), 64, 50_000, 0),
      new Case("https (HTTP/2), 2,000 in flight, 300-1,500 ms", new Server("300-1500", "h2"), 2_000, 40_000, 0));

  @Override
  public String name() {
    return "calls";
  }

  @Override
  public String question() {
    return "What does a model call cost, its durable ledger record included? A process of its own makes them through "
        + "`Calls` with the flags of a run, against a server on loopback that answers some 600 bytes; CPU is that of "
        + "the whole process, start-up and compiler included. The rate is that between the first tenth and the last of "
        + "the calls; ideal is in flight / mean delay. Control: bare keep-alive sockets that check and keep nothing. "
        + "Medians of " + repeats + " runs.";
  }

  @Override
  public Table run() throws IOException, InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    Path folder = Files.createTempDirectory("retort-bench");
    Path keys = folder.resolve("keys.p12");
    keys(keys);
    for (Case one : CASES) {
      try (Children.Serving server = serve(one.server(), keys)) {
        rows.add(row(one, median(() -> retort(one, server.url(), folder, keys))));
        if (one.server().protocol().equals("http") && one.most() > 0) {
          rows.add(row(new Case("control: " + one.name(), one.server(), one.inFlight(), one.calls(), 0),
              median(() -> Children.run(Children.RUN, BareCalls.class,
                  List.of(server.url(), Integer.toString(one.inFlight()), Integer.toString(one.calls()))))));
        }
      }
    }
    return new Table(COLUMNS, rows);
  }

  /// One measurement.
  private interface Measuring {
    Map<String, String> run() throws IOException, InterruptedException;
  }

  private Map<String, String> median(Measuring measuring) throws IOException, InterruptedException {
    List<Map<String, String>> all = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      all.add(measuring.run());
    }
    all.sort(Comparator.comparingDouble(figures -> Double.parseDouble(figures.get("cpu"))));
    return all.get(repeats / 2);
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

  private static List<String> row(Case one, Map<String, String> figures) {
    double rate = Double.parseDouble(figures.get("rate"));
    double mean = one.server().standIn().mean();
    return List.of(one.name(), String.format(Locale.ROOT, "%,d", one.calls()),
        String.format(Locale.ROOT, "%.3f", Double.parseDouble(figures.get("cpu")) * 1000 / one.calls()),
        one.most() == 0 ? "" : String.format(Locale.ROOT, "%.2f", one.most()),
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
