/// How texts are written: tags, lengths, openings, refusals, marker words: pure functions over texts.
@NullMarked
package dev.retort.measure.style;

import org.jspecify.annotations.NullMarked;
