@NullMarked
package dev.retort.app.terminal;

import org.jspecify.annotations.NullMarked;
