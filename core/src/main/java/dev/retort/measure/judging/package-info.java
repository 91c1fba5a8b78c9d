/// How far a judge can be trusted: favour for a place, for length, for its own family, and agreement with people.
@NullMarked
package dev.retort.measure.judging;

import org.jspecify.annotations.NullMarked;
