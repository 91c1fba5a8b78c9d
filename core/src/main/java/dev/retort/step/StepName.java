package dev.retort.step;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The name by which recipes call a step. The record's components are its options, and its doc comment must carry
/// the paragraphs Reads, Writes, Drops, Fails, Cost and Source: the processor refuses one that lacks them.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StepName {
  String value();
}
