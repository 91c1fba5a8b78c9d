/// What a run spends: reserved before a call goes out, settled by what the server said, never above a budget.
@NullMarked
package dev.retort.run.spend;

import org.jspecify.annotations.NullMarked;
