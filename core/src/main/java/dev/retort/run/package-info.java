@NullMarked
package dev.retort.run;

import org.jspecify.annotations.NullMarked;
