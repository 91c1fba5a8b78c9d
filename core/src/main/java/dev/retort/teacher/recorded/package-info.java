/// Teachers whose answers are looked up in dataset files instead of being asked for.
@NullMarked
package dev.retort.teacher.recorded;

import org.jspecify.annotations.NullMarked;
