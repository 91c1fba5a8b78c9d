package dev.retort.teacher.llamacpp;

import java.io.IOException;

/// A small process between Retort and the user's `llama-server`, so that the server never outlives the run.
///
/// Its arguments are the command to start. It ends with the command, and ends the command when its own standard input
/// ends: with its parent, however that dies.
public final class ServerKeeper {

  private ServerKeeper() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Process server = new ProcessBuilder(args).redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    server.getOutputStream().close();
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> endWithParent(server));
    server.waitFor();
  }

  private static void endWithParent(Process server) {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      server.destroyForcibly(); // a broken way to the parent is a parent that is gone
      return;
    }
    server.descendants().forEach(ProcessHandle::destroyForcibly);
    server.destroyForcibly();
  }
}
