package dev.retort.app;

import dev.retort.UserError;
import dev.retort.app.Library.Fleet;
import dev.retort.app.Library.Simulation;
import dev.retort.app.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `retort simulate`: the simulated fleet as an OpenAI-compatible server on loopback.
@Command(name = "simulate", description = "Serve the simulated fleet on loopback, OpenAI-compatible.", footer = {"",
    "Example:", "  retort simulate --port 8090 --log requests.jsonl --fault rate_limit=0.05",
    "Everything it says is marked as simulated. It serves until it is interrupted."})
final class SimulateCommand implements Callable<Integer> {
  private final Library library;
  private final Terminal terminal;

  @Option(names = "--port", paramLabel = "N", description = "The port on 127.0.0.1 (default: any that is free).")
  int port;

  @Option(names = "--seed", paramLabel = "N", description = "From which answers and faults are drawn (default: 0).")
  long seed;

  @Option(names = "--log", paramLabel = "FILE", description = "Append every request to this file.")
  @Nullable
  Path log;

  @Option(names = "--timing", paramLabel = "X", description = "Scale of all waiting: 0 answers at once (default: 1).")
  double timing = 1;

  @Option(names = "--fault", paramLabel = "KIND=RATE", description = "What goes wrong, and how often (0 to 1). May be given again.")
  List<String> faults = new ArrayList<>();

  SimulateCommand(Library library, Terminal terminal) {
    this.library = library;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535) {
      throw new UserError("--port: found %d, wanted 0 to 65535.".formatted(port));
    }
    if (!(timing >= 0 && timing <= 100)) {
      throw new UserError("--timing: found %s, wanted 0 to 100.".formatted(timing));
    }
    try (Interruption interruption = new Interruption(terminal, "retort: the simulated fleet ended.").watch();
        Fleet fleet = library.simulate(new Simulation(port, seed, log, timing, rates(faults)))) {
      terminal.result("%s\n%s".formatted(fleet.baseUrl(), String.join("\n", fleet.models())));
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Exit.INTERRUPTED.code;
  }

  static Map<String, Double> rates(List<String> faults) {
    Map<String, Double> rates = new LinkedHashMap<>();
    RecipeArguments.pairs("--fault", faults).forEach((kind, rate) -> {
      boolean number = rate.matches("[01]?\\.[0-9]{1,9}|[01]");
      if (!number || Double.parseDouble(rate) > 1) {
        throw new UserError("--fault %s: found '%s', wanted a rate from 0 to 1.".formatted(kind, rate));
      }
      rates.put(kind, Double.parseDouble(rate));
    });
    return rates;
  }
}
