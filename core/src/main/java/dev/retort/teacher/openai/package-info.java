@NullMarked
package dev.retort.teacher.openai;

import org.jspecify.annotations.NullMarked;
