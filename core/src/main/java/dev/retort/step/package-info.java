@NullMarked
package dev.retort.step;

import org.jspecify.annotations.NullMarked;
