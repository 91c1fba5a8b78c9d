/// The teacher study of a run: gathered from its folder, and shown as a page, as Markdown and as JSON.
@NullMarked
package dev.retort.app.study;

import org.jspecify.annotations.NullMarked;
