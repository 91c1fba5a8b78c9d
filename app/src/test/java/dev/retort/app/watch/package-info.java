@NullMarked
package dev.retort.app.watch;

import org.jspecify.annotations.NullMarked;
