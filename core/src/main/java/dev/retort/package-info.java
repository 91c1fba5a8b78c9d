@NullMarked
package dev.retort;

import org.jspecify.annotations.NullMarked;
