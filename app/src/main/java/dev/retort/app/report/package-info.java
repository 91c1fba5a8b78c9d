@NullMarked
package dev.retort.app.report;

import org.jspecify.annotations.NullMarked;
