package dev.retort.layout;

/// A record that is not laid out as wanted, or a chat that a layout cannot hold: what was found, what was wanted.
public final class NotInLayout extends Exception {
  private static final long serialVersionUID = 1L;

  public NotInLayout(String message) {
    super(message);
  }
}
