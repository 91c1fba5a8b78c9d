/// Kernels over texts: tokenising and what is built on it. Knows no engine, no provider, no app.
@NullMarked
package dev.retort.text;

import org.jspecify.annotations.NullMarked;
