package dev.retort.teacher.llamacpp;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.http.Headers;
import dev.retort.teacher.http.ModelServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The child process of one teacher: started at the first call, started again after it died, ended with the run.
final class ServerProcess implements AutoCloseable {

  /// Ends in a row, with no answer between them, after which it is not started again.
  static final int MAX_DEATHS = 4;
  private static final Duration TO_STOP = Duration.ofSeconds(3);
  private static final Duration TO_ANSWER = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final String teacher;
  private final Launch launch;
  private final Path work;
  private final Duration toStart;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable URI address;
  private @Nullable Running running;
  private int deaths;
  private boolean closed;

  private record Running(Process process, Path scratch) {}

  /// @param work folder for the log and unpacked libraries
  /// @param toStart longest wait for the model to be loaded
  ServerProcess(String teacher, Launch launch, Path work, Duration toStart) {
    this.teacher = teacher;
    this.launch = launch;
    this.work = work;
    this.toStart = toStart;
  }

  /// Makes sure that the server runs and is ready.
  /// @throws CallFailed of class CONNECTION when it cannot be started
  void start() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        throw failed("the teacher is closed", null);
      }
      Running current = running;
      if (current != null && current.process().isAlive()) {
        return;
      }
      if (current != null) {
        running = null;
        died(current);
      }
      if (deaths >= MAX_DEATHS) {
        throw failed("the model's process ended %d times in a row".formatted(deaths), null);
      }
      begin();
    } finally {
      lock.unlock();
    }
  }

  /// Where the server listens, or did last.
  URI address() {
    return Objects.requireNonNull(address, "never started");
  }

  /// Notes an answer: the process works, so later ends are counted anew.
  void answered() {
    lock.lock();
    try {
      deaths = 0;
    } finally {
      lock.unlock();
    }
  }

  /// The process that runs now, for tests and messages.
  @Nullable
  ProcessHandle handle() {
    lock.lock();
    try {
      return running == null ? null : running.process().toHandle();
    } finally {
      lock.unlock();
    }
  }

  private void died(Running dead) {
    deaths++;
    delete(dead.scratch());
  }

  private void begin() throws InterruptedException {
    Process process = null;
    Path scratch = null;
    try {
      Files.createDirectories(work);
      scratch = Files.createTempDirectory(work, "native-").toAbsolutePath();
      int port = freePort();
      process = process(launch.command(port, scratch));
      address = ready(process, port);
      running = new Running(process, scratch);
    } catch (IOException e) {
      throw failed("the model's process could not be started (" + e.getMessage() + ")", e);
    } finally {
      if (running == null) {
        deaths++;
        if (process != null) {
          stop(process);
        }
        if (scratch != null) {
          delete(scratch);
        }
      }
    }
  }

  private Process process(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().keySet().removeIf(name -> name.endsWith("_TOKEN") || name.endsWith("_KEY"));
    ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(log().toFile());
    builder.redirectError(log);
    if (launch instanceof Launch.LlamaServer) {
      builder.redirectOutput(log);
    }
    return builder.start();
  }

  private Path log() {
    return work.resolve("llama.log").toAbsolutePath();
  }

  private URI ready(Process process, int port) throws InterruptedException {
    return switch (launch) {
      case Launch.Embedded _ -> address(announced(process));
      case Launch.LlamaServer _ -> answering(process, port);
    };
  }

  private int announced(Process process) throws InterruptedException {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> readLines(process, port));
    try {
      return port.get(toStart.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      process.waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS);
      throw failed("the model's process ended while it started" + exit(process), e);
    } catch (TimeoutException e) {
      throw failed("the model was not loaded within " + toStart.toSeconds() + " s", e);
    }
  }

  /// Reads to the end, so that the child never waits for someone to read what it prints.
  private static void readLines(Process process, CompletableFuture<Integer> port) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(EmbeddedServer.READY)) {
          port.complete(Integer.valueOf(line.substring(EmbeddedServer.READY.length())));
        }
      }
      port.completeExceptionally(new IOException("no port was announced"));
    } catch (IOException | NumberFormatException e) {
      port.completeExceptionally(e);
    }
  }

  private URI answering(Process process, int port) throws InterruptedException {
    URI url = address(port);
    long end = System.nanoTime() + toStart.toNanos();
    try (ModelServer client = new ModelServer(teacher, () -> url, Headers.NONE)) {
      while (!healthy(client)) {
        if (process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
          throw failed("llama-server ended while it started" + exit(process), null);
        }
        if (System.nanoTime() > end) {
          throw failed("the model was not loaded within " + toStart.toSeconds() + " s", null);
        }
      }
    }
    return url;
  }

  private static boolean healthy(ModelServer client) throws InterruptedException {
    try {
      return client.get(true, "/health", TO_ANSWER) != null;
    } catch (CallFailed e) {
      return false; // not listening yet, or still loading
    }
  }

  private static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  private int freePort() throws IOException {
    if (launch instanceof Launch.Embedded) {
      return 0;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    }
  }

  private static String exit(Process process) {
    return process.isAlive() ? "" : " (exit code " + process.exitValue() + ")";
  }

  private CallFailed failed(String what, @Nullable Throwable cause) {
    return new CallFailed(Failure.CONNECTION, "teacher %s: %s. Its log is %s".formatted(teacher, what, log()), null,
        cause);
  }

  private static void stop(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy(); // its input is broken, so it cannot be told to end in the gentle way
    }
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        kill(process);
      }
    } catch (InterruptedException e) {
      interrupted = true;
      kill(process);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      folder.toFile().deleteOnExit(); // unpacked libraries left behind harm nobody
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      Running current = running;
      running = null;
      if (current != null) {
        stop(current.process());
        delete(current.scratch());
      }
    } finally {
      lock.unlock();
    }
  }
}
