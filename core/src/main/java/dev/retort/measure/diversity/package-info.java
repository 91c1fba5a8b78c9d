/// How varied a set of texts is: pure functions over texts, kernels and vectors.
@NullMarked
package dev.retort.measure.diversity;

import org.jspecify.annotations.NullMarked;
