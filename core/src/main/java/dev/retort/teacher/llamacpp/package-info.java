/// Teachers from a GGUF file: the user's own `llama-server`, else the embedded binding in a child process.
@NullMarked
package dev.retort.teacher.llamacpp;

import org.jspecify.annotations.NullMarked;
