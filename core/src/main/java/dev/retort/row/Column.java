package dev.retort.row;

/// A named, typed place in a row.
public record Column(String name, Type type) {

  public static Column text(String name) {
    return new Column(name, Type.Scalar.TEXT);
  }

  public static Column integer(String name) {
    return new Column(name, Type.Scalar.INT);
  }

  public static Column bool(String name) {
    return new Column(name, Type.Scalar.BOOL);
  }
}
