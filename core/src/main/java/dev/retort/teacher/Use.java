package dev.retort.teacher;

/// What the data is for. `research` is lenient: it lets unknown terms pass and says so on the card.
public enum Use {
  RESEARCH, INTERNAL, OPEN_RELEASE, COMMERCIAL, COMPETING_MODEL
}
