@NullMarked
package dev.retort.teacher.anthropic;

import org.jspecify.annotations.NullMarked;
