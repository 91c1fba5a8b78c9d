package dev.retort.run;

import dev.retort.teacher.Request;
import java.util.concurrent.Semaphore;

/// Says when the next call to one teacher may go out.
public interface Gate {

  /// Waits for leave to send. Close the pass when the answer is there, or is not coming.
  Pass enter(Request request) throws InterruptedException;

  /// Leave to send one attempt.
  interface Pass extends AutoCloseable {
    @Override
    void close();
  }

  /// So many at once.
  static Gate inFlight(int most) {
    Semaphore places = new Semaphore(most);
    return _ -> {
      places.acquire();
      return places::release;
    };
  }
}
