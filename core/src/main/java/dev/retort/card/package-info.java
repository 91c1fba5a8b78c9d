/// What goes out with the data: the terms gate, the manifest and the dataset card.
@NullMarked
package dev.retort.card;

import org.jspecify.annotations.NullMarked;
