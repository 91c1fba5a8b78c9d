@NullMarked
package dev.retort.run.sqlite;

import org.jspecify.annotations.NullMarked;
