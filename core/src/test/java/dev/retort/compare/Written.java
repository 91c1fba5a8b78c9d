package dev.retort.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Files of answers, and what was heard while they were measured.
final class Written implements MeasureListener {
  final List<String> notes = new ArrayList<>();
  private final Path folder;

  Written(Path folder) {
    this.folder = folder;
  }

  /// A file of JSON lines; single quotes stand for double ones.
  String lines(String name, String... records) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", records).replace('\'', '"') + "\n").toString();
  }

  @Override
  public void stage(String name, long units) {}

  @Override
  public void done(long units) {}

  @Override
  public void note(String note) {
    notes.add(note);
  }
}
