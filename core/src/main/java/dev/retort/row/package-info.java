@NullMarked
package dev.retort.row;

import org.jspecify.annotations.NullMarked;
