package dev.retort.app.house;

/// Classes that break the house's rules, so that the rules are seen to bite.
final class Trespassers {
  private Trespassers() {}

  /// Prints.
  static final class Printing {
    private Printing() {}

    static void print() {
      System.out.println("here");
    }
  }

  /// Exits.
  static final class Exiting {
    private Exiting() {}

    static void leave() {
      System.exit(1);
    }
  }
}
