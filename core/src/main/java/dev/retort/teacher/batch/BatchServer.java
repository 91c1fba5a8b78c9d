package dev.retort.teacher.batch;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A provider's batches, as the provider speaks of them. Used by many threads at once.
///
/// All methods that ask the provider throw [dev.retort.teacher.CallFailed].
public interface BatchServer extends AutoCloseable {

  Most most();

  /// What the provider takes in one batch.
  record Most(int requests, long bytes) {}

  /// The kind of batch a request goes into; null where it goes into none.
  @Nullable
  String lane(Request request);

  /// A request as a line of the batch's file.
  /// @param id by which its answer is known again
  /// @param canonical its body
  String line(String id, String lane, String canonical);

  /// What stands between two lines.
  default String separator() {
    return "\n";
  }

  /// Hands a batch in, and gives the job's id.
  String submit(Intent intent, Path lines, Duration window) throws InterruptedException;

  /// Looks among the provider's jobs for one that was handed in for an intent.
  /// @param known ids of jobs that belong to other intents
  Found find(Intent intent, Set<String> known) throws InterruptedException;

  /// What a search came to.
  sealed interface Found {
    record Yes(String job) implements Found {}

    record No() implements Found {}

    /// A job may be it, which shows when it has ended.
    record Later() implements Found {}
  }

  /// @throws dev.retort.teacher.CallFailed of class BAD_REQUEST when the provider does not know it
  Job look(String id) throws InterruptedException;

  /// Fetches the results of a job that has ended.
  /// @param stem names of files to make begin with this
  /// @return files of one line an answer
  List<Path> fetch(Job job, Path stem) throws InterruptedException;

  /// Reads a line of results; null when it is none.
  @Nullable
  Line read(String line);

  /// What is said of a job, or of the list of jobs, that a provider has none of.
  static CallFailed unknown(String path) {
    return new CallFailed(Failure.BAD_REQUEST,
        ("the server knows no %s. Was the batch submitted with another key or to another address? Its requests are not "
            + "sent again unless the folder 'batches' of this teacher in the run is removed.").formatted(path));
  }

  @Override
  void close();

  /// The answer to a request.
  record Line(String id, Answer answer) {}
}
