package dev.retort.teacher.anthropic;

import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import dev.retort.teacher.batch.Answer;
import dev.retort.teacher.batch.BatchServer;
import dev.retort.teacher.batch.Intent;
import dev.retort.teacher.batch.Job;
import dev.retort.teacher.http.ModelServer;
import dev.retort.teacher.http.Upload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Message batches as Anthropic has them: all requests go in one body, and the answers lie beside the batch.
///
/// A batch carries no name of ours. One that may have been submitted is looked for among those of about that time with
/// as many requests, and known by the ids in its results, which are there when it has ended.
final class AnthropicBatches implements BatchServer {
  /// "limited to either 100,000 Message requests or 256 MB in size, whichever is reached first":
  /// [platform.claude.com/docs/en/build-with-claude/batch-processing](https://platform.claude.com/docs/en/build-with-claude/batch-processing),
  /// read November 2026.
  private static final Most MOST = new Most(100_000, 256_000_000);
  private static final String PATH = "/messages/batches";
  private static final Duration QUICK = Duration.ofSeconds(60);
  private static final Duration TRANSFER = Duration.ofMinutes(30);
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
  private static final int MOST_PAGES = 100;

  private final ModelServer server;

  /// @param server closed with this
  AnthropicBatches(ModelServer server) {
    this.server = server;
  }

  @Override
  public Most most() {
    return MOST;
  }

  @Override
  public @Nullable String lane(Request request) {
    return request instanceof Request.Chat ? "messages" : null;
  }

  @Override
  public String line(String id, String lane, String canonical) {
    return "{\"custom_id\":\"%s\",\"params\":%s}".formatted(id, canonical);
  }

  @Override
  public String separator() {
    return ",\n";
  }

  @Override
  public String submit(Intent intent, Path lines, Duration window) throws InterruptedException {
    String body = server.upload(PATH, new Upload.Array("{\"requests\":[", lines, "]}"), TRANSFER);
    try {
      JsonNode id = Json.read(body).path("id");
      if (id.isString() && id.stringValue().matches("[A-Za-z0-9_-]{1,200}")) {
        return id.stringValue();
      }
    } catch (JacksonException _) {
      // told below
    }
    throw new CallFailed(Failure.MALFORMED_REPLY, "the server took a batch and named no id", null, body, null);
  }

  @Override
  public Found find(Intent intent, Set<String> known) throws InterruptedException {
    Instant oldest = intent.created().minus(CLOCKS_DIFFER);
    boolean later = false;
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode list = get(PATH + "?limit=100" + (after.isEmpty() ? "" : "&after_id=" + after));
      boolean recent = false;
      for (JsonNode job : list.path("data")) {
        after = job.path("id").asString("");
        boolean young = !created(job).isBefore(oldest);
        recent |= young;
        if (young && !known.contains(after) && requests(job) == intent.items().size()) {
          boolean ended = job.path("processing_status").asString("").equals("ended");
          if (ended && holds(after, intent)) {
            return new Found.Yes(after);
          }
          later |= !ended;
        }
      }
      if (!recent || !list.path("has_more").asBoolean(false)) {
        break;
      }
    }
    return later ? new Found.Later() : new Found.No();
  }

  private static Instant created(JsonNode job) {
    try {
      return Instant.parse(job.path("created_at").asString(""));
    } catch (DateTimeException _) {
      return Instant.MAX; // better looked at for nothing than paid for twice
    }
  }

  private static int requests(JsonNode job) {
    int sum = 0;
    for (JsonNode count : job.path("request_counts")) {
      sum += count.asInt(0);
    }
    return sum;
  }

  /// Whether the first of its results is of a request of ours.
  private boolean holds(String id, Intent intent) throws InterruptedException {
    try {
      Path file = Files.createTempFile("retort-batch", ".results");
      try {
        server.download(PATH + "/" + id + "/results", file, TRANSFER);
        try (BufferedReader lines = Files.newBufferedReader(file)) {
          String first = lines.readLine();
          Line line = first == null ? null : read(first);
          return line != null && intent.items().containsKey(line.id());
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode get(String path) throws InterruptedException {
    JsonNode node = server.get(false, path, QUICK);
    if (node == null) {
      throw BatchServer.unknown(path);
    }
    return node;
  }

  /// A request that expired or was cancelled is a result like any other, so an end is an end.
  @Override
  public Job look(String id) throws InterruptedException {
    boolean ended = get(PATH + "/" + id).path("processing_status").asString("").equals("ended");
    return new Job(id, ended ? Job.Status.COMPLETED : Job.Status.OPEN, List.of(), List.of());
  }

  @Override
  public List<Path> fetch(Job job, Path stem) throws InterruptedException {
    Path target = stem.resolveSibling(stem.getFileName() + ".0");
    server.download(PATH + "/" + job.id() + "/results", target, TRANSFER);
    return List.of(target);
  }

  @Override
  public @Nullable Line read(String line) {
    try {
      JsonNode node = Json.read(line);
      String id = node.path("custom_id").asString("");
      return id.isEmpty() ? null : new Line(id, answer(node.path("result")));
    } catch (JacksonException _) {
      return null; // its request counts as not answered
    }
  }

  private Answer answer(JsonNode result) {
    return switch (result.path("type").asString("")) {
      case "succeeded" -> new Answer.Said(server.hidden(result.path("message").toString()));
      case "expired" -> refused(Failure.TIMEOUT, "its time was over before this request's turn came", result);
      case "canceled" -> refused(Failure.SERVER_ERROR, "it was cancelled before this request's turn came", result);
      case "errored" -> {
        JsonNode error = result.path("error").has("error") ? result.path("error").path("error") : result.path("error");
        yield new Answer.Refused(
            server.refused("a request in a batch", status(error.path("type").asString("")),
                result.path("error").toString()));
      }
      default -> refused(Failure.SERVER_ERROR, "its result is of no known type", result);
    };
  }

  private Answer refused(Failure failure, String why, JsonNode result) {
    return new Answer.Refused(
        new CallFailed(failure, "a batch: " + why, null, server.hidden(result.toString()), null));
  }

  /// The status the same error has as an answer by itself: platform.claude.com/docs/en/api/errors.
  private static int status(String type) {
    return switch (type) {
      case "invalid_request_error" -> 400;
      case "authentication_error" -> 401;
      case "billing_error" -> 402;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      case "request_too_large" -> 413;
      case "rate_limit_error" -> 429;
      case "timeout_error" -> 504;
      case "overloaded_error" -> 529;
      default -> 500;
    };
  }

  @Override
  public void close() {
    server.close();
  }
}
