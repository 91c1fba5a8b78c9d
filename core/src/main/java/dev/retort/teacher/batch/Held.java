package dev.retort.teacher.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A batch from its first request to its last answer in the ledger. Guarded by its [Batcher].
final class Held {
  private final Map<String, Integer> items = new LinkedHashMap<>();
  private final Set<String> unkept = new HashSet<>();
  private final String name;
  private final String lane;
  private long bytes;
  private @Nullable Writer writer;

  /// What is on disk of it; null while it is gathered.
  @Nullable
  Intent intent;
  /// The provider's id, once it is known.
  @Nullable
  String job;
  /// Whether it may have been submitted though no id came back.
  boolean uncertain;
  /// Its end, for those who wait; null when nobody carries it on.
  @Nullable
  CompletableFuture<Results> coming;

  /// One that begins.
  Held(String name, String lane, Path lines) {
    this.name = name;
    this.lane = lane;
    this.coming = new CompletableFuture<>();
    try {
      this.writer = Files.newBufferedWriter(lines, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One of an earlier sitting.
  Held(Journal.Entry entry) {
    this.name = entry.intent().name();
    this.lane = entry.intent().lane();
    this.intent = entry.intent();
    this.job = entry.job();
    this.uncertain = entry.job() == null;
    items.putAll(entry.intent().items());
    unkept.addAll(items.keySet());
  }

  String name() {
    return name;
  }

  String lane() {
    return lane;
  }

  int size() {
    return items.size();
  }

  Map<String, Integer> items() {
    return items;
  }

  int attempt(String id) {
    return items.getOrDefault(id, 0);
  }

  boolean gathering() {
    return writer != null;
  }

  /// Whether its end is known, so that its answers can be told from those still to come.
  boolean ended() {
    return coming != null && coming.isDone() && !coming.isCompletedExceptionally();
  }

  boolean fits(int more, BatchServer.Most most) {
    return items.isEmpty() || bytes + more <= most.bytes();
  }

  void add(String id, int attempt, String line, String separator) {
    Writer out = writer;
    if (out == null) {
      throw new IllegalStateException("batch %s is closed".formatted(name));
    }
    try {
      if (!items.isEmpty()) {
        out.write(separator);
      }
      out.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes += length(line, separator);
    items.put(id, attempt);
    unkept.add(id);
  }

  static int length(String line, String separator) {
    return line.getBytes(StandardCharsets.UTF_8).length + separator.length();
  }

  void endGathering() {
    try {
      if (writer != null) {
        writer.close();
      }
      writer = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Notes that an answer needs this batch no more; gives whether no answer does.
  boolean kept(String id) {
    unkept.remove(id);
    return unkept.isEmpty();
  }
}
