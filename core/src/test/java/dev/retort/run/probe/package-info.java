@NullMarked
package dev.retort.run.probe;

import org.jspecify.annotations.NullMarked;
