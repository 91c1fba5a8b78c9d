package dev.retort.teacher.simulated;

import java.util.HashMap;
import java.util.Map;

/// The fleets embedded in this JVM: one for equal options, open while somebody uses it.
///
/// This is the one place that keeps state for the whole JVM, because the teachers of a recipe are opened one by one and
/// know nothing of each other, and seven servers for seven teachers would be six too many.
final class SharedFleets {
  private static final SharedFleets OF_THIS_JVM = new SharedFleets();

  private final Map<FleetOptions, Shared> open = new HashMap<>();

  private SharedFleets() {}

  private static final class Shared {
    private final FleetServer server;
    private int users;

    private Shared(FleetServer server) {
      this.server = server;
    }
  }

  /// A use of a fleet, to be closed once.
  interface Lease extends AutoCloseable {
    String baseUrl();

    @Override
    void close();
  }

  /// Joins the fleet of these options, and starts it if nobody uses it yet.
  static Lease join(FleetOptions options) {
    return OF_THIS_JVM.enter(options);
  }

  static int users(FleetOptions options) {
    return OF_THIS_JVM.count(options);
  }

  private synchronized int count(FleetOptions options) {
    Shared shared = open.get(options);
    return shared == null ? 0 : shared.users;
  }

  private synchronized Lease enter(FleetOptions options) {
    Shared shared = open.get(options);
    if (shared == null) {
      shared = new Shared(FleetServer.start(options));
      open.put(options, shared);
    }
    shared.users++;
    String baseUrl = shared.server.baseUrl();
    return new Lease() {
      private boolean left;

      @Override
      public String baseUrl() {
        return baseUrl;
      }

      @Override
      public void close() {
        if (!left) {
          left = true;
          leave(options);
        }
      }
    };
  }

  private synchronized void leave(FleetOptions options) {
    Shared shared = open.get(options);
    if (shared != null && --shared.users == 0) {
      open.remove(options);
      shared.server.close();
    }
  }
}
