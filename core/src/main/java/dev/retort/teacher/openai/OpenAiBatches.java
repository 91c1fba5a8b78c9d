package dev.retort.teacher.openai;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Batches as OpenAI has them: a file of requests is uploaded, a job made of it, and files of answers fetched.
///
/// Our name of a batch goes into the job's metadata, by which it is found again.
final class OpenAiBatches implements BatchServer {
  /// "The file can contain up to 50,000 requests, and can be up to 200 MB in size":
  /// [platform.openai.com/docs/api-reference/batch/create](https://platform.openai.com/docs/api-reference/batch/create),
  /// read in openai-python at 03febd7d, November 2026.
  private static final Most MOST = new Most(50_000, 200_000_000);
  private static final String OUR_NAME = "retort_batch";
  private static final Duration QUICK = Duration.ofSeconds(60);
  private static final Duration TRANSFER = Duration.ofMinutes(30);
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 100;

  private final ModelServer server;

  /// @param server closed with this
  OpenAiBatches(ModelServer server) {
    this.server = server;
  }

  @Override
  public Most most() {
    return MOST;
  }

  @Override
  public @Nullable String lane(Request request) {
    return switch (request) {
      case Request.Chat _,Request.Completion _ ->
        "/v1" + (request instanceof Request.Chat ? "/chat/completions" : "/completions");
      case Request.Embed _,Request.Tokenize _,Request.Score _,Request.Reward _,Request.PromptLogprobs _ -> null;
    };
  }

  @Override
  public String line(String id, String lane, String canonical) {
    return "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"%s\",\"body\":%s}".formatted(id, lane, canonical);
  }

  @Override
  public String submit(Intent intent, Path lines, Duration window) throws InterruptedException {
    String file = id(server.upload("/files", new Upload.Form(Map.of("purpose", "batch"), lines), TRANSFER));
    ObjectNode job = Json.MAPPER.createObjectNode().put("input_file_id", file).put("endpoint", intent.lane())
        .put("completion_window", window.toHours() + "h");
    job.putObject("metadata").put(OUR_NAME, intent.name());
    return id(server.post("/batches", Json.canonical(job), Map.of(), QUICK).body());
  }

  private static String id(String body) {
    try {
      JsonNode id = Json.read(body).path("id");
      if (id.isString() && id.stringValue().matches("[A-Za-z0-9._-]{1,200}")) {
        return id.stringValue();
      }
    } catch (JacksonException _) {
      // told below
    }
    throw new CallFailed(Failure.MALFORMED_REPLY, "the server took a batch or its file and named no id", null, body,
        null);
  }

  @Override
  public Found find(Intent intent, Set<String> known) throws InterruptedException {
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode list = get("/batches?limit=%d%s".formatted(PAGE, after.isEmpty() ? "" : "&after=" + after));
      boolean recent = false;
      for (JsonNode job : list.path("data")) {
        if (job.path("metadata").path(OUR_NAME).asString("").equals(intent.name())) {
          return new Found.Yes(job.path("id").asString());
        }
        recent |= !created(job).isBefore(intent.created().minus(CLOCKS_DIFFER));
        after = job.path("id").asString("");
      }
      if (!recent || !list.path("has_more").asBoolean(false)) {
        return new Found.No();
      }
    }
    return new Found.No();
  }

  private static Instant created(JsonNode job) {
    JsonNode at = job.path("created_at");
    return at.isIntegralNumber() ? Instant.ofEpochSecond(at.asLong()) : Instant.MAX;
  }

  private JsonNode get(String path) throws InterruptedException {
    JsonNode node = server.get(false, path, QUICK);
    if (node == null) {
      throw BatchServer.unknown(path);
    }
    return node;
  }

  @Override
  public Job look(String id) throws InterruptedException {
    JsonNode node = get("/batches/" + id);
    List<Job.Complaint> complaints = new ArrayList<>();
    for (JsonNode error : node.path("errors").path("data")) {
      complaints.add(new Job.Complaint(error.path("line").asInt(0), error.path("code").asString(""),
          error.path("message").asString("")));
    }
    List<String> files = new ArrayList<>();
    for (String field : List.of("output_file_id", "error_file_id")) {
      String file = node.path(field).asString("");
      if (!file.isEmpty()) {
        files.add(file);
      }
    }
    return new Job(id, status(node.path("status").asString("")), files, complaints);
  }

  private static Job.Status status(String word) {
    return switch (word) {
      case "completed" -> Job.Status.COMPLETED;
      case "expired" -> Job.Status.EXPIRED;
      case "cancelled" -> Job.Status.CANCELLED;
      case "failed" -> Job.Status.FAILED;
      default -> Job.Status.OPEN; // validating, in_progress, finalizing, cancelling
    };
  }

  @Override
  public List<Path> fetch(Job job, Path stem) throws InterruptedException {
    List<Path> fetched = new ArrayList<>();
    for (String file : job.files()) {
      Path target = stem.resolveSibling(stem.getFileName() + "." + fetched.size());
      server.download("/files/%s/content".formatted(file), target, TRANSFER);
      fetched.add(target);
    }
    return fetched;
  }

  @Override
  public @Nullable Line read(String line) {
    JsonNode node;
    try {
      node = Json.read(line);
    } catch (JacksonException _) {
      return null; // its request counts as not answered
    }
    String id = node.path("custom_id").asString("");
    return id.isEmpty() ? null : new Line(id, answer(node));
  }

  private Answer answer(JsonNode node) {
    JsonNode response = node.path("response");
    if (response.isObject()) {
      int status = response.path("status_code").asInt(500);
      String body = response.path("body").toString();
      return status == 200
          ? new Answer.Said(server.hidden(body))
          : new Answer.Refused(server.refused("a request in a batch", status, body));
    }
    JsonNode error = node.path("error");
    String words = server.hidden("a request in a batch had no answer: %s (%s)"
        .formatted(error.path("message").asString(""), error.path("code").asString("")));
    boolean late = error.path("code").asString("").equals("batch_expired");
    return new Answer.Refused(new CallFailed(late ? Failure.TIMEOUT : Failure.SERVER_ERROR, words, null,
        server.hidden(node.toString()), null));
  }

  @Override
  public void close() {
    server.close();
  }
}
