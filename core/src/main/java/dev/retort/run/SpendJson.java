package dev.retort.run;

import dev.retort.row.Json;
import dev.retort.run.spend.Ceiling;
import dev.retort.run.spend.Forecast;
import dev.retort.run.spend.Spend;
import dev.retort.run.spend.Used;
import dev.retort.teacher.Budget;
import dev.retort.teacher.Price;
import dev.retort.teacher.Usd;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a run spent, was to spend and may spend, as `run.json` keeps it.
public final class SpendJson {
  private SpendJson() {}

  static ObjectNode of(Spend spend) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("usd", decimal(spend.total())).put("usd_of_priced_calls", decimal(spend.priced()));
    node.put("usd_this_sitting", decimal(spend.now())).put("estimated_calls", spend.estimated());
    ArrayNode lines = node.putArray("by_teacher_and_step");
    for (Spend.Line line : spend.lines()) {
      Used used = line.total();
      ObjectNode one = lines.addObject().put("teacher", line.payer().teacher()).put("step", line.payer().step());
      one.put("calls", used.calls()).put("prompt_tokens", used.prompt()).put("cached_tokens", used.cached());
      one.put("completion_tokens", used.completion()).put("estimated_calls", used.estimated());
      one.put("usd", decimal(line.of(used)));
      price(line.price(), one);
    }
    ArrayNode budgets = node.putArray("budgets");
    spend.ceilings().forEach(ceiling -> budget(ceiling, budgets.addObject()));
    if (spend.forecast() != null) {
      node.set("estimate", of(spend.forecast()));
      node.put("estimate_error_percent", spend.error());
    }
    return node;
  }

  private static void price(@Nullable Price price, ObjectNode line) {
    if (price != null) {
      line.put("price_as_of", price.asOf()).put("price_source", price.source());
    }
  }

  private static void budget(Ceiling ceiling, ObjectNode node) {
    Budget budget = ceiling.budget();
    node.put("path", ceiling.path()).put("usd", budget.usd()).put("tokens", budget.tokens());
    node.put("calls", budget.calls()).put("spent_usd", decimal(ceiling.spent().usd()));
    node.put("spent_tokens", ceiling.spent().tokens()).put("spent_calls", ceiling.spent().calls());
    node.put("stopped_by", ceiling.stoppedBy());
  }

  /// What was told beforehand, with what each number comes from.
  public static ObjectNode of(Forecast forecast) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("calls", forecast.calls()).put("usd_most", decimal(forecast.most()));
    node.put("usd_likely", decimal(forecast.likely()));
    node.put("seconds_at_least", forecast.atLeast() == null ? null : Long.valueOf(forecast.atLeast().toSeconds()));
    node.put("rows", forecast.basis().rows()).put("rows_sampled", forecast.basis().sampled());
    ArrayNode lines = node.putArray("by_teacher_and_step");
    for (Forecast.Line line : forecast.lines()) {
      ObjectNode one = lines.addObject().put("teacher", line.payer().teacher()).put("step", line.payer().step());
      one.put("calls", line.calls()).put("prompt_tokens", line.prompt().tokens());
      one.put("prompt_tokens_from", line.prompt().counted() ? "tokenizer" : "characters");
      one.put("completion_tokens_most", line.completion().most());
      one.put("completion_tokens_likely", line.completion().likely());
      one.put("usd_most", decimal(line.usd() == null ? null : line.usd().most()));
      one.put("usd_likely", decimal(line.usd() == null ? null : line.usd().likely()));
    }
    return node;
  }

  private static @Nullable BigDecimal decimal(@Nullable Usd usd) {
    return usd == null ? null : usd.decimal();
  }
}
