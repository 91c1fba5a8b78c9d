package dev.retort.measure.judging;

import dev.retort.measure.statistics.Measured;
import java.util.Optional;

/// What is known of a judge that ranks lists.
///
/// @param judge its name
/// @param ranked lists with a ranking
/// @param unranked those without: their replies could not be read
/// @param place mean over lists of the correlation between the place a candidate was shown in and its rank: 0 without a
/// favour for a place, above 0 where earlier places get better ranks
public record RankReport(String judge, long ranked, long unranked, Optional<Measured> place) {}
