/// How a chat is laid out in a record: recognised, read into messages, and written back.
@NullMarked
package dev.retort.layout;

import org.jspecify.annotations.NullMarked;
