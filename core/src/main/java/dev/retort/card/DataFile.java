package dev.retort.card;

/// One data file of an export.
///
/// @param name within the export's folder
/// @param sha256 in lower-case hex
public record DataFile(String name, long rows, long bytes, String sha256) {}
