package dev.retort;

/// What this build is called.
public final class Retort {
  public static final String VERSION = "0.1.0";

  private Retort() {}
}
