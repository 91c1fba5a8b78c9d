/// Lets others watch a run: a page of metrics on loopback, and a log of events as JSON lines.
@NullMarked
package dev.retort.app.watch;

import org.jspecify.annotations.NullMarked;
