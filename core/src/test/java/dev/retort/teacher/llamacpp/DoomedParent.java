package dev.retort.teacher.llamacpp;

import dev.retort.teacher.Request;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A run that starts a model, says so, and waits to be killed.
final class DoomedParent {

  private DoomedParent() {}

  /// @param args model file, work folder, and a `llama-server` or an empty text
  public static void main(String[] args) throws InterruptedException {
    LlamaCpp teacher = new LlamaCpp(args[0], args[2].isEmpty() ? null : args[2], null, null, 1, 1);
    Path work = Path.of(args[1]);
    try (LlamaEndpoint endpoint = teacher.open(Stories.opening(teacher, work),
        Map.of("RETORT_CACHE", work.resolve("cache").toString()))) {
      endpoint.send(new Request.Completion("One day", Stories.greedy(2)), Stories.DEADLINE);
      ProcessHandle child = endpoint.process().handle();
      if (child != null) {
        StringBuilder line = new StringBuilder("children");
        line.append(' ').append(child.pid());
        child.descendants().forEach(handle -> line.append(' ').append(handle.pid()));
        System.out.println(line);
      }
      new CountDownLatch(1).await();
    }
  }
}
