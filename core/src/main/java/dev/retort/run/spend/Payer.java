package dev.retort.run.spend;

/// A teacher asked by a step: what spend is told by.
public record Payer(String teacher, String step) {}
