package dev.retort.teacher.llamacpp;

import com.sun.net.httpserver.HttpServer;
import dev.retort.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/// The child process that holds an embedded model: an OpenAI-compatible server on loopback.
///
/// A native assertion ends this process and not the run. Its arguments are model file, window, threads and answers at
/// once. It writes `retort-port N` to standard output when it is ready, its log to standard error, and ends when its
/// standard input does: with its parent, however that dies.
///
/// This main is the one place in `core` that prints and exits. It must: the port has no other way out, and the native
/// library leaves a thread behind that keeps the process alive after the model is closed.
public final class EmbeddedServer {

  /// What precedes the port on standard output, where the native library writes lines of its own.
  static final String READY = "retort-port ";
  /// Milliseconds the caller waits; then generation is given up.
  static final String DEADLINE_HEADER = "Retort-Deadline-Millis";

  private EmbeddedServer() {}

  /// @param args model file, window, threads, answers at once
  public static void main(String[] args) {
    PrintStream announce = System.out;
    System.setOut(System.err);
    int status = 1;
    try {
      HttpServer server = start(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]),
          Integer.parseInt(args[3]));
      announce.println(READY + server.getAddress().getPort());
      announce.flush();
      waitForEnd(System.in);
      status = 0;
    } catch (UserError | IOException e) {
      System.err.println("retort: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      System.err.println("retort: the model could not be loaded: " + e);
    }
    System.exit(status);
  }

  private static HttpServer start(Path file, int window, int threads, int parallel) throws IOException {
    Gguf gguf = Gguf.read(file);
    EmbeddedModel model = new EmbeddedModel(file.toString(), gguf, window, threads, parallel);
    Integer length = gguf.contextLength();
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", new EmbeddedRoutes(model, LlamaCpp.modelName(file), length == null ? window : length,
        Executors.newFixedThreadPool(parallel, Thread.ofPlatform().daemon().name("answer-", 0).factory())));
    server.start();
    return server;
  }

  private static void waitForEnd(InputStream in) throws IOException {
    byte[] buffer = new byte[256];
    while (in.read(buffer) >= 0) {
      continue; // nothing is said on this way: only its end counts
    }
  }
}
