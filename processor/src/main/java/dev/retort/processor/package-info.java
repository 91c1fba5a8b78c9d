/// Reads steps and teachers at compile time and writes down what a recipe may say of them.
@NullMarked
package dev.retort.processor;

import org.jspecify.annotations.NullMarked;
