/// What teachers did in one sitting, measured while it goes on: counts, queueing, and what their servers tell of
/// themselves.
@NullMarked
package dev.retort.run.watch;

import org.jspecify.annotations.NullMarked;
