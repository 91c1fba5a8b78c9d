package dev.retort.run;

import dev.retort.DiskFull;
import dev.retort.Retort;
import dev.retort.UserError;
import dev.retort.engine.Table;
import dev.retort.row.Json;
import dev.retort.run.Plan.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The folder of one run: held by one process at a time, and of one format.
///
/// `recipe.yaml  run.json  ledger.db  tables/NN-step/  drops/NN-step.parquet  export/  report.html  superseded/  work/`, and
/// `run.id` where the ledger is shared
public final class RunFolder implements AutoCloseable {
  /// Raised when folders of earlier versions can no longer be read as they are.
  static final int FORMAT = 1;
  /// Holds what tells this run from others in a shared ledger.
  private static final String MARK = "run.id";
  /// What a run that was killed before it wrote `run.json` may have left.
  private static final Set<String> BEGINNING = Set.of("lock", "run.json.aside", MARK, MARK + ".aside");

  private final Path root;
  private final FileChannel lockFile;
  private final FileLock lock;

  private RunFolder(Path root, FileChannel lockFile, FileLock lock) {
    this.root = root;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /// Opens or makes the folder and holds it.
  /// @throws UserError when another process holds it, it is not a run's, or it was made by a newer version
  public static RunFolder open(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    try {
      refuseForeign(root);
      Files.createDirectories(root);
      FileChannel channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ,
          StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = Files.readString(root.resolve("lock")).strip();
        channel.close();
        throw new UserError(
            "%s: another run is at work on this folder (process %s), wanted it free. Wait for it, stop it, or name another folder with --run."
                .formatted(root, holder.isEmpty() ? "unknown" : holder));
      }
      RunFolder opened = new RunFolder(root, channel, lock);
      try {
        opened.signLock();
        opened.prepare();
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      return opened;
    } catch (IOException e) {
      throw unusable(root, e);
    } catch (UncheckedIOException e) {
      throw unusable(root, Objects.requireNonNull(e.getCause()));
    }
  }

  private static UserError unusable(Path root, IOException cause) {
    if (DiskFull.causes(cause)) {
      return DiskFull.told(root, "the run folder was made", cause);
    }
    UserError error = new UserError("%s: the run folder cannot be used: %s. Check that it is a folder you may write to."
        .formatted(root, DiskFull.reason(cause)));
    error.initCause(cause);
    return error;
  }

  private static void refuseForeign(Path root) throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new UserError("%s: found a file, wanted a run folder. Name another with --run.".formatted(root));
    }
    Path state = root.resolve("run.json");
    if (Files.exists(state)) {
      refuseOtherFormat(root, Files.readString(state));
    } else if (Files.isDirectory(root)) {
      try (Stream<Path> entries = Files.list(root)) {
        if (entries.anyMatch(entry -> !BEGINNING.contains(String.valueOf(entry.getFileName())))) {
          throw new UserError(
              "%s: found a folder with other things in it, wanted a run folder or an empty one. Name another with --run."
                  .formatted(root));
        }
      }
    }
  }

  private static void refuseOtherFormat(Path root, String state) {
    JsonNode format;
    try {
      format = Json.read(state).path("format");
    } catch (JacksonException e) {
      throw new UserError(
          "%s: run.json is not readable (%s), wanted what Retort wrote. Restore it from a copy, or name another folder with --run; nothing was changed."
              .formatted(root, e.getOriginalMessage()));
    }
    if (!format.isInt() || format.intValue() != FORMAT) {
      throw new UserError(
          "%s: the run folder has format %s, this is Retort %s, which reads format %d. Use the version that made it, or name another folder with --run; nothing was changed."
              .formatted(root, format, Retort.VERSION, FORMAT));
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(Long.MAX_VALUE - 1, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void signLock() throws IOException {
    lockFile.truncate(0);
    lockFile.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)), 0);
  }

  private void prepare() throws IOException {
    if (!Files.exists(root.resolve("run.json"))) {
      ObjectNode state = Json.MAPPER.createObjectNode();
      state.put("format", FORMAT);
      state.put("retort", Retort.VERSION);
      write("run.json", state.toString());
    }
    delete(work());
    for (String name : List.of("tables", "drops", "work")) {
      Files.createDirectories(root.resolve(name));
    }
  }

  public Path root() {
    return root;
  }

  /// What a run is called in a ledger that it shares: the same for all its sittings, wherever its folder is moved.
  static String mark(Path root) {
    Path file = root.resolve(MARK);
    try {
      if (!Files.exists(file)) {
        Path aside = root.resolve(MARK + ".aside");
        Files.writeString(aside, UUID.randomUUID() + "\n");
        move(aside, file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  public Path resolve(String name) {
    return root.resolve(name);
  }

  /// Where things are made before they are put in place; emptied at each start.
  public Path work() {
    return root.resolve("work");
  }

  /// Keeps the recipe beside its results; an earlier one that differs is put aside.
  void keepRecipe(String text) {
    Path kept = root.resolve("recipe.yaml");
    try {
      if (Files.exists(kept) && !Files.readString(kept).equals(text)) {
        supersede(kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write("recipe.yaml", text);
  }

  /// The file that says a step is finished.
  Path stageFile(Node node) {
    return root.resolve("tables").resolve(node.label() + ".json");
  }

  Path table(Node node) {
    return root.resolve("tables").resolve(node.label());
  }

  private Path drops(Node node) {
    return root.resolve("drops").resolve(node.label() + ".parquet");
  }

  /// A place in `work/` for something of a step.
  Path aside(Node node, String name) {
    return work().resolve(node.label()).resolve(name);
  }

  /// Makes room for a step that is done anew. What a changed recipe leaves behind is kept in `superseded/`; what the
  /// same recipe makes again, or was left unfinished, is deleted.
  void clear(Node node, @Nullable Stage earlier, String fingerprint) {
    try {
      if (earlier != null && !earlier.fingerprint().equals(fingerprint)) {
        for (String file : earlier.export()) {
          supersede(root.resolve(file)); // a dataset of the earlier recipe must not pass for one of this
        }
        supersede(table(node));
        supersede(drops(node));
        delete(stageFile(node));
      } else {
        delete(stageFile(node));
        delete(table(node));
        delete(drops(node));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts aside what a recipe with other steps left, so that `tables` and `drops` hold what the present one made.
  void sweep(Set<String> labels) {
    for (Path each : List.of(root.resolve("tables"), root.resolve("drops"))) {
      try (Stream<Path> files = Files.list(each)) {
        for (Path file : files.sorted().toList()) {
          String name = String.valueOf(file.getFileName()).replaceFirst("\\.(json|parquet)$", "");
          if (name.startsWith(".aside-")) {
            delete(file); // half a table of a sitting that was killed
          } else if (!labels.contains(name)) {
            supersede(file);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Moves a table made in `work/` into place.
  /// @return its folder, relative to the run folder
  String put(Node node, Table made) throws IOException {
    move(made.folder(), table(node));
    return root.relativize(table(node)).toString();
  }

  /// Moves a file of drops into place.
  void putDrops(Node node, Path made) {
    try {
      sync(made);
      move(made, drops(node));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts an export in place, an earlier one aside.
  /// @return its files, relative to the run folder, sorted
  List<String> putExport(Path made, String name) throws IOException {
    Path target = root.resolve(name).normalize();
    if (!target.startsWith(root) || target.equals(root)) {
      throw new UserError(
          "%s: found a path outside of the run folder, wanted one inside it. Name a folder such as 'export'."
              .formatted(name));
    }
    try (Stream<Path> files = Files.walk(made)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sync(file);
      }
    }
    supersede(target);
    move(made, target);
    try (Stream<Path> files = Files.walk(target)) {
      return files.filter(Files::isRegularFile).map(file -> root.relativize(file).toString()).sorted().toList();
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// Replaces a file as a whole: written aside, synced, renamed.
  public void write(String name, String text) {
    Path file = root.resolve(name);
    Path aside = file.resolveSibling(file.getFileName() + ".aside");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      move(aside, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Renames, and makes the renaming durable.
  static void move(Path from, Path to) throws IOException {
    Files.createDirectories(to.toAbsolutePath().getParent());
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(to.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /// Puts what an earlier recipe made out of the way, never deleting it.
  void supersede(Path old) throws IOException {
    if (!Files.exists(old)) {
      return;
    }
    Path target = root.resolve("superseded").resolve(root.relativize(old).toString());
    int n = 1;
    Path free = target.resolveSibling(target.getFileName() + "." + n);
    while (Files.exists(free)) {
      n++;
      free = target.resolveSibling(target.getFileName() + "." + n);
    }
    move(old, free);
  }

  /// Deletes a file or folder of the run's own making.
  public static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Override
  public void close() {
    try {
      delete(work());
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
