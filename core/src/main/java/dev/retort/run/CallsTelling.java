package dev.retort.run;

import dev.retort.row.Row;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Telling;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds out once how a server can be told a JSON Schema, and keeps it in the ledger.
///
/// The first ask with a schema tries the ways one after the other; the others wait for it. So equal requests stay equal
/// in later sittings, whatever the order of the rows.
final class CallsTelling {
  /// How servers say that they do not know the field; the teacher's name and URL stand before `answered`.
  private static final Pattern FIELD = Pattern
      .compile("answered 4\\d\\d: .*(response_format|schema|json_object|guided|structured|grammar)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /// Failures of a call that the server had understood.
  private static final Set<Failure> UNDERSTOOD = Set.of(Failure.CONTENT_FILTER, Failure.REFUSAL, Failure.TRUNCATED,
      Failure.MALFORMED_REPLY, Failure.WRONG_MODEL);

  private final Ledger ledger;

  CallsTelling(Ledger ledger) {
    this.ledger = ledger;
  }

  /// The way the lane's server is told; null where several are left and none was tried yet.
  @Nullable
  Telling known(CallsLane lane, Request.Chat chat) {
    List<Telling> ways = ways(lane, chat);
    if (ways.size() == 1) {
      return ways.getFirst();
    }
    String name = name(chat);
    String fact = lane.facts.get(name);
    if (fact == null) {
      fact = ledger.fact(lane.open().hash(), name);
      if (fact == null) {
        return null;
      }
      lane.facts.put(name, fact);
    }
    return Telling.valueOf(fact);
  }

  private static List<Telling> ways(CallsLane lane, Request.Chat chat) {
    return lane.open().endpoint().tellings(String.valueOf(chat.jsonSchema()));
  }

  private static String name(Request.Chat chat) {
    byte[] schema = String.valueOf(chat.jsonSchema()).getBytes(StandardCharsets.UTF_8);
    return "telling " + HexFormat.of().formatHex(Row.sha256().digest(schema), 0, 8);
  }

  /// @param once asks with the way it is given
  Reply ask(CallsLane lane, Request.Chat chat, Function<Request.Chat, Reply> once) {
    Telling known = known(lane, chat);
    if (known == null) {
      try {
        lane.telling.lockInterruptibly();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Pending.Interrupted();
      }
      try {
        known = known(lane, chat);
        if (known == null) {
          return first(lane, chat, once);
        }
      } finally {
        lane.telling.unlock();
      }
    }
    return once.apply(chat.told(known));
  }

  private Reply first(CallsLane lane, Request.Chat chat, Function<Request.Chat, Reply> once) {
    List<Telling> ways = ways(lane, chat);
    for (Telling way : ways) {
      try {
        Reply reply = once.apply(chat.told(way));
        ledger.learn(lane.open().hash(), name(chat), way.name());
        return reply;
      } catch (CallFailed e) {
        if (UNDERSTOOD.contains(e.failure())) {
          ledger.learn(lane.open().hash(), name(chat), way.name());
        }
        if (way == ways.getLast() || !refused(e)) {
          throw e;
        }
      }
    }
    throw new IllegalStateException("an endpoint knows no way to be told a schema");
  }

  static boolean refused(CallFailed e) {
    return e.failure() == Failure.BAD_REQUEST && FIELD.matcher(String.valueOf(e.getMessage())).find();
  }
}
