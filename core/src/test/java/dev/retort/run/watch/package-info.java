@NullMarked
package dev.retort.run.watch;

import org.jspecify.annotations.NullMarked;
