package dev.retort.compare;

/// Hears how a measurement goes on.
public interface MeasureListener {
  MeasureListener SILENT = new MeasureListener() {
    @Override
    public void stage(String name, long units) {}

    @Override
    public void done(long units) {}

    @Override
    public void note(String note) {}
  };

  /// Something new is begun.
  /// @param units how many there will be; -1 when that is not known
  void stage(String name, long units);

  /// So many of the stage's units are done.
  void done(long units);

  void note(String note);
}
