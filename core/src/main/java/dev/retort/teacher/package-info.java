@NullMarked
package dev.retort.teacher;

import org.jspecify.annotations.NullMarked;
