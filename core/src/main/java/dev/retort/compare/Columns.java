package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.layout.Layouts;
import dev.retort.recipe.Wording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where prompts, texts and authors stand in records: as the user says, else as the first records suggest.
///
/// @param prompt absent where no prompt is needed, or none was found
record Columns(@Nullable Part prompt, Part text, Part by) {
  private static final List<String> PROMPTS = List.of("prompt_id", "instruction", "prompt", "question", "query");
  private static final List<String> TEXTS = List.of("response", "output", "completion", "answer", "text", "content");
  private static final List<String> AUTHORS = List.of("generator", "teacher", "model");
  private static final List<String> CHATS = List.of("messages", "conversations", "conversation");

  /// The first records of a file.
  record Head(List<Map<String, @Nullable Object>> records) {

    boolean has(String name, Predicate<Object> wanted) {
      for (Map<String, @Nullable Object> record : records) {
        Object value = record.get(name);
        if (value != null && wanted.test(value)) {
          return true;
        }
      }
      return false;
    }
  }

  /// The first records of all files.
  record Heads(List<Head> files) {

    Set<String> names() {
      Set<String> names = new LinkedHashSet<>();
      files.forEach(file -> file.records.forEach(record -> names.addAll(record.keySet())));
      return names;
    }

    /// The first candidate that every file has such a value of, else the first that one has.
    @Nullable
    String find(List<String> candidates, Predicate<Object> wanted) {
      for (String name : candidates) {
        if (files.stream().allMatch(file -> file.has(name, wanted))) {
          return name;
        }
      }
      return candidates.stream().filter(name -> files.stream().anyMatch(file -> file.has(name, wanted))).findFirst()
          .orElse(null);
    }
  }

  /// Chooses the columns.
  /// @param paired whether prompts are needed
  static Columns choose(ColumnNames named, Heads heads, boolean paired) {
    require("--prompt", named.prompt(), heads);
    require("--text", named.text(), heads);
    authors(named.by(), heads).forEach(column -> require("--by", column, heads));
    ColumnNames.Beside beside = named.beside();
    if (beside != null) {
      require(beside.option(), beside.column(), heads);
    }
    LogProbs.InColumns logProbs = named.logProbs();
    if (logProbs != null && logProbs.named()) {
      require("--log-probs", logProbs.sum(), heads);
      require("--log-probs", logProbs.tokens(), heads);
    }
    Part text = text(named.text(), heads);
    Part prompt = prompt(named.prompt(), text, heads);
    Part author = by(named.by(), heads);
    apart("--by", author, text);
    if (paired && prompt != null) {
      apart("--prompt", prompt, text);
    }
    if (prompt == null && paired) {
      throw unknown("--prompt", "a prompt", PROMPTS, heads);
    }
    return new Columns(prompt, text, author);
  }

  private static void apart(String option, Part part, Part text) {
    if (part instanceof Part.Key(String one) && text instanceof Part.Words(String other) && one.equals(other)) {
      throw new UserError("%s: found '%s', which is the text that is measured. Name another column with %s or --text."
          .formatted(option, one, option));
    }
  }

  private static void require(String option, @Nullable String name, Heads heads) {
    if (name != null && !heads.names().contains(name)) {
      throw new UserError("%s: no record has '%s'. %s".formatted(option, name, Wording.instead(name, heads.names())));
    }
  }

  private static UserError unknown(String option, String what, List<String> tried, Heads heads) {
    return new UserError(
        "%s: no column was found to hold %s; tried %s and chats. Name it with %s. Known: %s.".formatted(
            option, what, String.join(", ", tried), option, Wording.list(heads.names())));
  }

  private static Part text(@Nullable String named, Heads heads) {
    if (named != null) {
      Part chat = chat(named, heads);
      return chat == null ? new Part.Words(named) : chat;
    }
    String found = heads.find(TEXTS, value -> value instanceof String || isTurns(value));
    if (found != null) {
      return new Part.Words(found);
    }
    String turns = heads.find(CHATS, Columns::isTurns);
    Part chat = turns == null ? null : chat(turns, heads);
    if (chat == null) {
      throw unknown("--text", "texts", TEXTS, heads);
    }
    return chat;
  }

  private static @Nullable Part prompt(@Nullable String named, Part text, Heads heads) {
    if (named != null) {
      return new Part.Key(named);
    }
    String found = heads.find(PROMPTS, value -> true);
    if (found != null) {
      boolean about = found.equals("instruction") && heads.names().contains("input");
      return about ? new Part.Instruction(found, "input") : new Part.Key(found);
    }
    return switch (text) {
      case Part.LastAnswer chat -> new Part.BeforeAnswer(chat.layout(), chat.column());
      case Part.Words _ -> before(heads);
      case Part.Key _,Part.Several _,Part.Instruction _,Part.BeforeAnswer _,Part.FileName _ -> null;
    };
  }

  /// Where the answer has a column of its own, a chat beside it is the prompt up to its last answer.
  private static @Nullable Part before(Heads heads) {
    String turns = heads.find(CHATS, Columns::isTurns);
    return turns != null && chat(turns, heads) instanceof Part.LastAnswer chat
        ? new Part.BeforeAnswer(chat.layout(), turns)
        : null;
  }

  /// The columns of `--by`: one, or several with commas between.
  private static List<String> authors(@Nullable String named, Heads heads) {
    if (named == null) {
      return List.of();
    }
    return heads.names().contains(named)
        ? List.of(named)
        : Arrays.stream(named.split(",", -1)).map(String::strip).toList();
  }

  private static Part by(@Nullable String named, Heads heads) {
    List<String> several = authors(named, heads);
    if (several.size() > 1) {
      return new Part.Several(several);
    }
    String found = named != null ? named : heads.find(AUTHORS, value -> value instanceof String);
    return found == null ? new Part.FileName() : new Part.Key(found);
  }

  private static boolean isTurns(Object value) {
    return value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Map;
  }

  private static @Nullable Part chat(String column, Heads heads) {
    List<Map<String, @Nullable Object>> only = new ArrayList<>();
    heads.files().forEach(file -> file.records.forEach(record -> {
      if (record.get(column) instanceof List<?> list) {
        only.add(Map.of(column, list));
      }
    }));
    Layouts.Recognised found = Layouts.recognise(only);
    return found.layout() == null ? null : new Part.LastAnswer(found.layout(), column);
  }

  /// What was chosen, for the user to check.
  String told(boolean paired) {
    Part asked = prompt;
    return "texts from %s, grouped by %s%s".formatted(text.told(), by.told(),
        paired && asked != null ? ", paired by " + asked.told() : "");
  }
}
