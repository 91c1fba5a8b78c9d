/// Authors held against each other: reads texts of any files, groups and pairs them, and measures the groups.
@NullMarked
package dev.retort.compare;

import org.jspecify.annotations.NullMarked;
