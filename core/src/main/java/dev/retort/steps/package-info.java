@NullMarked
package dev.retort.steps;

import org.jspecify.annotations.NullMarked;
