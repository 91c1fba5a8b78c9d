/// Calls gathered into batches that a provider answers within a day for less: submitted once, found again after a crash.
@NullMarked
package dev.retort.teacher.batch;

import org.jspecify.annotations.NullMarked;
