package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.Default;
import dev.retort.step.OfTable;
import dev.retort.step.StepName;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import dev.retort.teacher.simulated.ChatMaker;
import dev.retort.teacher.simulated.ChatMaker.Made;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes chats by procedure, so that a recipe runs without a data file.
///
/// A chat has one or more user turns, each followed by an assistant turn, as logs of real chats have. Its last user turn
/// is a task whose right answer is known, or a plain prompt. Chats are drawn from the recipe's seed and this step's name.
///
/// Reads: nothing.
///
/// Writes: `messages` (list of {role, content, tool_calls, tool_call_id}), `family` (text: `plain`, `word_problem`,
/// `unit_conversion`, `format`, `json_extraction`, `string` or `date`), `answer` (text: the right answer to the last
/// user turn, absent for `plain`; for `format` the condition, such as `bullets=4`), `simulated` (yes-no, always yes) and
/// `sources`.
///
/// Drops: nothing.
///
/// Fails: nothing.
///
/// Cost: no model calls; O(rows), and about 100 bytes of memory a row to count equal ones.
///
/// Source: Retort's own; no chat of a person or a model is in it.
///
/// ```yaml
/// - simulated_chats: {rows: 100, turns: 3}
/// ```
///
/// @param rows how many chats, 1 to 1,000,000
/// @param turns most user turns of a chat, 1 to 20
/// @param families kinds of last turns, drawn alike; all and `plain` when empty
@StepName("simulated_chats")
public record SimulatedChats(@Default("100") int rows, @Default("3") int turns, @Default("[]") List<String> families)
    implements
      OfTable {

  private static final Schema SCHEMA = Schema.of(new Column("messages", Message.LIST), Column.text("family"),
      Column.text("answer"), Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST));
  private static final Terms TERMS = new Terms("simulated", List.of(Use.values()), List.of(),
      "made by Retort itself; proves plumbing, not quality");

  public SimulatedChats {
    families = List.copyOf(families);
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    if (rows < 1 || rows > 1_000_000) {
      plan.problem("rows", "rows is %d, wanted 1 to 1000000.".formatted(rows));
    }
    if (turns < 1 || turns > 20) {
      plan.problem("turns", "turns is %d, wanted 1 to 20.".formatted(turns));
    }
    for (String family : families) {
      if (!ChatMaker.FAMILIES.contains(family)) {
        plan.problem("families", "no family is called '%s'. Choose among %s.".formatted(family, ChatMaker.FAMILIES));
      }
    }
    plan.rows(rows);
    return SCHEMA;
  }

  @Override
  public Terms brings() {
    return TERMS;
  }

  @Override
  public Result apply(Data input, Tables tables) {
    ChatMaker maker = new ChatMaker(tables.seed(), tables.step(), turns,
        families.isEmpty() ? ChatMaker.FAMILIES : families);
    List<@Nullable Object> sources = Source.union(List.of(), new Source(tables.step(), "prompt"));
    long wanted = Math.min(rows, tables.limit());
    Data made = tables.load(SCHEMA, sink -> {
      Map<String, Integer> seen = new HashMap<>();
      for (long i = 0; i < wanted; i++) {
        sink.add(row(maker.chat(i), sources, seen));
        tables.progress(i + 1);
      }
    });
    return new Result(made, made.rows(), made.rows());
  }

  private static Row row(Made made, List<@Nullable Object> sources, Map<String, Integer> seen) {
    String digest = digest(canonical(made));
    int occurrence = seen.merge(digest, 1, Integer::sum) - 1;
    return new Row(digest + '-' + occurrence, SCHEMA, Message.toList(made.messages()), made.family(),
        made.answer(), true, sources);
  }

  private static String canonical(Made made) {
    ObjectNode json = Json.MAPPER.createObjectNode().put("family", made.family()).put("answer", made.answer());
    ArrayNode messages = json.putArray("messages");
    made.messages().forEach(message -> messages.addObject().put("role", message.role()).put("content",
        message.content()));
    return Json.canonical(json);
  }

  private static String digest(String text) {
    return HexFormat.of().formatHex(Row.sha256().digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
  }
}
