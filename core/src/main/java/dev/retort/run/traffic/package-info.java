/// When a call may go out: limits of an endpoint, fair shares, and what a sick teacher is spared.
///
/// All rules are plain objects told the time, so tests run minutes of traffic in milliseconds; [Admission] alone has
/// threads and a lock.
@NullMarked
package dev.retort.run.traffic;

import org.jspecify.annotations.NullMarked;
