/// What the chat APIs of companies have in common: one model, one address, chats only.
@NullMarked
package dev.retort.teacher.hosted;

import org.jspecify.annotations.NullMarked;
