/// HTTP to model servers, whatever they speak: connections, deadlines, classes of failure, secrets kept out of words.
@NullMarked
package dev.retort.teacher.http;

import org.jspecify.annotations.NullMarked;
