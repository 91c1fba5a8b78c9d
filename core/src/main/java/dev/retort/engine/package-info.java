@NullMarked
package dev.retort.engine;

import org.jspecify.annotations.NullMarked;
