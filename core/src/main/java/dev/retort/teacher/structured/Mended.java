package dev.retort.teacher.structured;

import java.util.Map;

/// A text after its fixes.
///
/// @param text JSON, as far as brackets, commas and quotes go
/// @param fixes how often what was changed
record Mended(String text, Map<Fix, Integer> fixes) {}
