/// How alike two texts are, and all pairs of many authors: pure functions over texts.
@NullMarked
package dev.retort.measure.similarity;

import org.jspecify.annotations.NullMarked;
