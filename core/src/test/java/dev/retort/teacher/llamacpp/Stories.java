package dev.retort.teacher.llamacpp;

import dev.retort.SharedData;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The real model of the tests: 260,000 parameters, a window of 128 tokens, no chat template.
final class Stories {

  static final Duration DEADLINE = Duration.ofSeconds(60);

  private Stories() {}

  static Path folder() {
    return SharedData.dir().resolve("data/models/stories260K").toAbsolutePath().normalize();
  }

  static Path gguf() {
    return folder().resolve("stories260K.gguf");
  }

  static LlamaCpp teacher(@Nullable String chatTemplate) {
    return new LlamaCpp(gguf().toString(), null, chatTemplate, null, 1, 1);
  }

  static LlamaEndpoint open(LlamaCpp teacher, Path work) {
    return teacher.open(opening(teacher, work), Map.of("RETORT_CACHE", work.resolve("cache").toString()));
  }

  static Backend.Opening opening(Backend backend, Path work) {
    Teacher teacher = new Teacher(backend, null, Sampling.NONE, Limits.DEFAULT, DEADLINE, null);
    return new Backend.Opening("stories", teacher, work, work.resolve("teacher"), 7);
  }

  static Sampling greedy(int tokens) {
    return new Sampling(0.0, null, tokens, null, List.of(), Map.of());
  }

  static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Json.read(line));
      }
    }
    return lines;
  }

  /// The chats of mtbench101, each cut before an assistant turn, and the first turns of mt_bench.
  static List<List<Message>> chats(int most) throws IOException {
    Path data = SharedData.dir().resolve("data");
    List<List<Message>> chats = new ArrayList<>();
    for (JsonNode line : lines(data.resolve("multi_turn/mtbench101.jsonl"))) {
      List<Message> chat = new ArrayList<>();
      for (JsonNode turn : line.get("history")) {
        chat.add(Message.user(turn.get("user").stringValue()));
        chats.add(List.copyOf(chat));
        chat.add(Message.assistant(turn.get("bot").stringValue()));
      }
      if (chats.size() >= most) {
        break;
      }
    }
    for (JsonNode line : lines(data.resolve("mt_bench/mt_bench/question.jsonl"))) {
      chats.add(List.of(Message.user(line.get("turns").get(0).stringValue())));
    }
    return chats;
  }
}
