@NullMarked
package dev.retort.app;

import org.jspecify.annotations.NullMarked;
