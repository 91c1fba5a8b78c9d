@NullMarked
package dev.retort.teacher.gemini;

import org.jspecify.annotations.NullMarked;
