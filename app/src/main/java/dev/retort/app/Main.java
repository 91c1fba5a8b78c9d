package dev.retort.app;

import dev.retort.app.terminal.Terminal;

/// Where the process starts and ends.
public final class Main {
  private Main() {}

  public static void main(String[] words) {
    System.exit(new App(new LocalLibrary(), Terminal.standard()).execute(words));
  }
}
