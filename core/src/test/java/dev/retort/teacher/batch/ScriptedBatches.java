package dev.retort.teacher.batch;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A provider that keeps count of what it was asked, and can stop a sitting dead at any point.
///
/// A line is `ID BODY`; a result is `ID said BODY` or `ID FAILURE`.
final class ScriptedBatches implements BatchServer {

  /// Where a sitting ends without a word.
  enum Point {
    BEFORE_UPLOAD, AFTER_UPLOAD, AFTER_CREATE, POLLING, FETCHED
  }

  /// A job as the provider keeps it.
  record Made(String id, String name, List<String> requests) {}

  final List<Made> jobs = new ArrayList<>();
  final List<Job.Complaint> complaints = new ArrayList<>();
  /// Failures of single requests by their first so many executions; null stands for no line at all.
  final Map<String, @Nullable Failure> failing = new HashMap<>();
  Job.Status end = Job.Status.COMPLETED;
  int looksUntilEnd = 2;
  int uploads;
  int lists;
  /// How old the intents are said to be that are looked for.
  final List<Instant> soughtFrom = new ArrayList<>();
  final List<Failure> submitFails = new ArrayList<>();
  final List<Failure> createAnswerLost = new ArrayList<>();
  final List<Failure> lookFails = new ArrayList<>();
  long mostBytes = 1 << 20;

  @Nullable
  Point killAt;
  @Nullable
  Path folder;
  @Nullable
  Path copy;
  final CountDownLatch killed = new CountDownLatch(1);

  /// Stops this thread for good, and takes the folder as a kill would leave it.
  private void reach(Point point) throws InterruptedException {
    if (killAt != point) {
      return;
    }
    killAt = null;
    copy(folder, copy);
    killed.countDown();
    new CountDownLatch(1).await();
  }

  static void copy(@Nullable Path from, @Nullable Path to) {
    if (from == null || to == null) {
      throw new IllegalStateException("name the folders");
    }
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How often a request was in a job.
  long executed(String id) {
    return jobs.stream().flatMap(job -> job.requests().stream()).filter(id::equals).count();
  }

  @Override
  public Most most() {
    return new Most(1000, mostBytes);
  }

  @Override
  public String lane(Request request) {
    return "chat";
  }

  @Override
  public String line(String id, String lane, String canonical) {
    return id + " " + canonical;
  }

  @Override
  public String submit(Intent intent, Path lines, Duration window) throws InterruptedException {
    reach(Point.BEFORE_UPLOAD);
    if (!submitFails.isEmpty()) {
      throw new CallFailed(submitFails.removeFirst(), "scripted");
    }
    List<String> requests;
    try {
      requests = Files.readAllLines(lines).stream().map(line -> line.split(" ")[0]).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    uploads++;
    reach(Point.AFTER_UPLOAD);
    Made made = new Made("job-" + (jobs.size() + 1), intent.name(), requests);
    jobs.add(made);
    reach(Point.AFTER_CREATE);
    if (!createAnswerLost.isEmpty()) {
      throw new CallFailed(createAnswerLost.removeFirst(), "scripted");
    }
    return made.id();
  }

  @Override
  public Found find(Intent intent, Set<String> known) {
    lists++;
    soughtFrom.add(intent.created());
    return jobs.stream().filter(job -> job.name().equals(intent.name())).findFirst()
        .<Found>map(job -> new Found.Yes(job.id())).orElseGet(Found.No::new);
  }

  @Override
  public Job look(String id) throws InterruptedException {
    reach(Point.POLLING);
    if (!lookFails.isEmpty()) {
      throw new CallFailed(lookFails.removeFirst(), "scripted");
    }
    boolean open = --looksUntilEnd > 0;
    return new Job(id, open ? Job.Status.OPEN : end, List.of(id), complaints);
  }

  @Override
  public List<Path> fetch(Job job, Path stem) throws InterruptedException {
    StringBuilder lines = new StringBuilder();
    for (String id : jobs.stream().filter(made -> made.id().equals(job.id())).findFirst().orElseThrow().requests()) {
      boolean fails = failing.containsKey(id) && executed(id) == 1;
      Failure failure = failing.get(id);
      if (!fails) {
        lines.append(id).append(" said answer-to-").append(id).append('\n');
      } else if (failure != null) {
        lines.append(id).append(' ').append(failure).append('\n');
      }
    }
    Path file = stem.resolveSibling(stem.getFileName() + ".0");
    try {
      Files.writeString(file, end == Job.Status.FAILED ? "" : "no line of results\n" + lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reach(Point.FETCHED);
    return List.of(file);
  }

  @Override
  public @Nullable Line read(String line) {
    String[] parts = line.split(" ");
    if (parts.length > 3) {
      return null;
    }
    return new Line(parts[0], parts.length == 3
        ? new Answer.Said(parts[2])
        : new Answer.Refused(new CallFailed(Failure.valueOf(parts[1]), "scripted")));
  }

  @Override
  public void close() {}
}
