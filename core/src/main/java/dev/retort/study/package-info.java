/// Teachers held against each other on the same prompts: pure functions over answers, scores and judgements.
@NullMarked
package dev.retort.study;

import org.jspecify.annotations.NullMarked;
