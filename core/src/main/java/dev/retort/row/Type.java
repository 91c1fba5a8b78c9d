package dev.retort.row;

import java.util.List;

/// What a column holds.
///
/// | type | Java value | SQL |
/// |---|---|---|
/// | `TEXT` | `String` | VARCHAR |
/// | `INT` | `Long` | BIGINT |
/// | `FLOAT` | `Double` (finite) | DOUBLE |
/// | `BOOL` | `Boolean` | BOOLEAN |
/// | `JSON` | `String`, JSON text whose numbers stand as they were read | JSON |
/// | `ListOf` | `List` | LIST |
/// | `Struct` | `Map` in the order of its fields | STRUCT |
///
/// Any value may be absent, which is `null`.
public sealed interface Type {

  /// A type without parts.
  enum Scalar implements Type {
    TEXT, INT, FLOAT, BOOL, JSON
  }

  /// A list of values of one type.
  record ListOf(Type element) implements Type {}

  /// Named fields in declared order.
  record Struct(List<Column> fields) implements Type {
    public Struct {
      fields = List.copyOf(fields);
    }
  }
}
