package dev.retort.teacher.batch;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of a batch: its answers stay on disk, and only where each lies is held in memory.
final class Results {
  private static final int LONGEST_LINE = 64 << 20;

  private final BatchServer server;
  private final Intent intent;
  private final @Nullable Job job;
  private final Map<String, Piece> pieces;
  private final Map<String, Job.Complaint> complained;

  /// A line of a file.
  private record Piece(Path file, long from, int length) {}

  private Results(BatchServer server, Intent intent, @Nullable Job job, Map<String, Piece> pieces) {
    this.server = server;
    this.intent = intent;
    this.job = job;
    this.pieces = pieces;
    this.complained = job == null ? Map.of() : complained(intent, job);
  }

  /// Complaints by the request they are about.
  private static Map<String, Job.Complaint> complained(Intent intent, Job job) {
    Map<Integer, Job.Complaint> byLine = new HashMap<>();
    job.complaints().forEach(complaint -> byLine.putIfAbsent(complaint.line(), complaint));
    Map<String, Job.Complaint> byId = new HashMap<>();
    int line = 0;
    for (String id : intent.items().keySet()) {
      Job.Complaint complaint = byLine.get(++line);
      if (complaint != null) {
        byId.put(id, complaint);
      }
    }
    return byId;
  }

  /// Of a batch that never reached the provider.
  static Results ofNothing(BatchServer server, Intent intent) {
    return new Results(server, intent, null, Map.of());
  }

  /// @param files of one line an answer, in any order
  static Results of(BatchServer server, Intent intent, Job job, List<Path> files) {
    Map<String, Piece> pieces = new HashMap<>();
    for (Path file : files) {
      index(server, intent, file, pieces);
    }
    return new Results(server, intent, job, pieces);
  }

  private static void index(BatchServer server, Intent intent, Path file, Map<String, Piece> pieces) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      long at = 0;
      while (true) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long length = line(in, bytes);
        if (length < 0) {
          return;
        }
        BatchServer.Line line = length > LONGEST_LINE ? null : server.read(bytes.toString(StandardCharsets.UTF_8));
        if (line != null && intent.items().containsKey(line.id())) {
          pieces.putIfAbsent(line.id(), new Piece(file, at, (int) length));
        }
        at += length + 1;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads up to a line feed; gives the length, -1 at the end of the file. What is too long is passed over.
  private static long line(InputStream in, ByteArrayOutputStream line) throws IOException {
    long length = 0;
    int next = in.read();
    if (next < 0) {
      return -1;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (length++ < LONGEST_LINE) {
        line.write(next);
      }
    }
    return length;
  }

  /// Whether there was a batch at all.
  boolean submitted() {
    return job != null;
  }

  int answered() {
    return pieces.size();
  }

  Answer answer(String id) {
    Piece piece = pieces.get(id);
    if (piece == null) {
      return new Answer.Refused(missing(id));
    }
    BatchServer.Line line = server.read(text(piece));
    if (line == null) {
      throw new IllegalStateException("a line of %s changed after it was read".formatted(piece.file()));
    }
    return line.answer();
  }

  private static String text(Piece piece) {
    ByteBuffer bytes = ByteBuffer.allocate(piece.length());
    try (FileChannel file = FileChannel.open(piece.file(), StandardOpenOption.READ)) {
      while (bytes.hasRemaining() && file.read(bytes, piece.from() + bytes.position()) >= 0) {
        // on to the rest
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  /// Why a request has no answer. All but a refused request may be sent again.
  private CallFailed missing(String id) {
    if (job == null) {
      throw new IllegalStateException("batch %s was not submitted".formatted(intent.name()));
    }
    String where = "batch %s: ".formatted(job.id());
    return switch (job.status()) {
      case COMPLETED, OPEN ->
        new CallFailed(Failure.SERVER_ERROR, where + "it is done and has no answer to this request");
      case EXPIRED -> new CallFailed(Failure.TIMEOUT, where + "its time was over before this request's turn came");
      case CANCELLED ->
        new CallFailed(Failure.SERVER_ERROR, where + "it was cancelled before this request's turn came");
      case FAILED -> refused(where, job.complaints(), id);
    };
  }

  /// A batch is refused as a whole, be it for one line: the others can be sent again.
  private CallFailed refused(String where, List<Job.Complaint> complaints, String id) {
    Job.Complaint own = complained.get(id);
    if (own != null) {
      return new CallFailed(Failure.BAD_REQUEST, where + said(own));
    }
    Job.Complaint general = complaints.stream().filter(complaint -> complaint.line() == 0).findFirst().orElse(null);
    if (general == null && !complaints.isEmpty()) {
      return new CallFailed(Failure.SERVER_ERROR,
          where + "it was refused for another of its requests, " + said(complaints.getFirst()));
    }
    if (general != null && general.code().contains("limit")) {
      return new CallFailed(Failure.RATE_LIMIT,
          where + said(general) + " Lower the teacher's 'max_requests' or 'in_flight'.");
    }
    return new CallFailed(Failure.BAD_REQUEST,
        where + (general == null ? "it was refused without a reason" : said(general)));
  }

  private static String said(Job.Complaint complaint) {
    return "%s (%s)".formatted(complaint.message(), complaint.code());
  }
}
