package dev.retort.step;

import dev.retort.row.Row;
import dev.retort.row.Schema;

/// A pure function of one row: kept row(s), or a drop with a reason, or a failure with a class. Unit: the row.
public non-sealed interface OfRow extends Step {

  /// The function, prepared once for a table (conditions compiled, columns looked up). It is called from several
  /// threads at once.
  Kernel kernel(Schema input, Schema output);

  /// A function over rows.
  interface Kernel {
    Outcome apply(Row row);
  }
}
