@NullMarked
package dev.retort.app.house;

import org.jspecify.annotations.NullMarked;
