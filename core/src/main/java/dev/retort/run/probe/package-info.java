/// What teachers can do, asked of themselves before anything is spent on them.
@NullMarked
package dev.retort.run.probe;

import org.jspecify.annotations.NullMarked;
