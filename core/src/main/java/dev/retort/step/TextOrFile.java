package dev.retort.step;

/// A text that a recipe writes out, or names a file for: `file:PATH`, from the recipe's folder.
///
/// The file is read with the recipe, and its text counts for what is reused, not its name.
///
/// @param text as it was written, or what is in the file
public record TextOrFile(String text) {}
