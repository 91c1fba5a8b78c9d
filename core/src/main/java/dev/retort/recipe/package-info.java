@NullMarked
package dev.retort.recipe;

import org.jspecify.annotations.NullMarked;
