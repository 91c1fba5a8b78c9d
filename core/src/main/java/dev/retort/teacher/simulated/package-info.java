@NullMarked
package dev.retort.teacher.simulated;

import org.jspecify.annotations.NullMarked;
