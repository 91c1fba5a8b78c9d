/// Answers that must be JSON: how models are told so, and what is done with what they say.
@NullMarked
package dev.retort.teacher.structured;

import org.jspecify.annotations.NullMarked;
