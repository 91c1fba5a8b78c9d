package dev.retort.run;

import dev.retort.row.Row;
import dev.retort.run.CallsFlow.OfUnit;
import dev.retort.run.CallsFlow.Order;
import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Key;
import dev.retort.run.Ledger.Kind;
import dev.retort.step.Models;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Telling;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The models as one unit sees them.
///
/// The index in a call's key is the unit's sample number times 1,000,000, plus how many equal requests the unit has
/// sent to that endpoint before. Requests that draw nothing, such as counting tokens, always give the same, so their index is 0.
final class CallsUnit implements Models {
  private static final int MOST_EQUAL = 1_000_000;

  private final Calls calls;
  private final Unit unit;
  private final String row;
  /// How often the same was asked, by the key of its first ask: a unit may ask tens of thousands of long prompts.
  private final Map<Key, Integer> occurrences = new HashMap<>();
  private @Nullable RandomGenerator random;

  CallsUnit(Calls calls, Unit unit, String row) {
    this.calls = calls;
    this.unit = unit;
    this.row = row;
  }

  @Override
  public Unit unit() {
    return unit;
  }

  @Override
  public Teacher teacher(String name) {
    return calls.lane(name).teacher();
  }

  @Override
  public Reply ask(String teacher, Request request) {
    return request instanceof Request.Chat chat && chat.jsonSchema() != null
        ? calls.telling().ask(calls.lane(teacher), chat, told -> calls.flow().ask(order(teacher, told)))
        : calls.flow().ask(order(teacher, request));
  }

  @Override
  public List<Reply> askAll(String teacher, List<Request> requests) {
    List<Request> told = new ArrayList<>();
    for (Request request : requests) {
      Telling way = telling(teacher, request);
      if (way == null) {
        return requests.stream().map(each -> ask(teacher, each)).toList();
      }
      told.add(request instanceof Request.Chat chat ? chat.told(way) : request);
    }
    List<Order> orders = told.stream().map(request -> order(teacher, request)).toList();
    List<Future<Reply>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      orders.forEach(order -> asked.add(threads.submit(() -> calls.flow().ask(order))));
    }
    List<Reply> replies = new ArrayList<>();
    for (Future<Reply> future : asked) {
      replies.add(result(future));
    }
    return replies;
  }

  /// Keys are made in the order of the requests before any is answered, so they do not hang on who is answered first.
  @Override
  public List<Heard> askEach(String teacher, List<? extends Request> requests) {
    List<Supplier<Heard>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Request request : requests) {
        asked.add(asking(teacher, request, threads));
      }
    }
    return asked.stream().map(Supplier::get).toList();
  }

  /// Asks on another thread, or at once where it must first be found out how the server is told a schema.
  private Supplier<Heard> asking(String teacher, Request request, ExecutorService threads) {
    try {
      Telling way = telling(teacher, request);
      if (way == null) {
        Heard.Replied first = new Heard.Replied(ask(teacher, request));
        return () -> first;
      }
      Order order = order(teacher, request instanceof Request.Chat chat ? chat.told(way) : request);
      Future<Heard> asked = threads.submit(() -> Heard.of(() -> calls.flow().ask(order)));
      return () -> result(asked);
    } catch (CallFailed e) {
      return () -> new Heard.NoReply(e);
    }
  }

  /// How the server is told the request's schema; null where that must be tried first.
  private @Nullable Telling telling(String teacher, Request request) {
    return request instanceof Request.Chat chat && chat.jsonSchema() != null
        ? calls.telling().known(calls.lane(teacher), chat)
        : Telling.RESPONSE_FORMAT;
  }

  /// What came of a call that has ended; the first that failed, by position, fails the lot.
  private static <T> T result(Future<T> ended) {
    try {
      return ended.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Pending.Interrupted();
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException cause -> cause;
        case Error cause -> throw cause;
        case null, default -> new IllegalStateException(e);
      };
    }
  }

  @Override
  public OptionalInt window(String teacher) {
    return calls.knowledge().window(calls.lane(teacher));
  }

  @Override
  public Count tokens(String teacher, Request prompt) {
    return calls.knowledge().tokens(calls.lane(teacher), prompt, request -> ask(teacher, request));
  }

  @Override
  public synchronized RandomGenerator random() {
    if (random == null) {
      String from = calls.seed() + "\n" + unit.step() + '\n' + row + '\n' + unit.teacher() + '\n' + unit.sample();
      byte[] hash = Row.sha256().digest(from.getBytes(StandardCharsets.UTF_8));
      random = new SplittableRandom(ByteBuffer.wrap(hash).getLong());
    }
    return random;
  }

  private Order order(String teacher, Request request) {
    CallsLane lane = calls.lane(teacher);
    CallsLane.Open open = lane.open();
    String canonical = open.endpoint().canonical(request);
    byte[] bytes = canonical.getBytes(StandardCharsets.UTF_8);
    if (!canonical.equals(new String(bytes, StandardCharsets.UTF_8))) { // only that does not come back from UTF-8
      throw new CallFailed(Failure.BAD_ROW, "the request holds half a surrogate pair, which cannot be sent");
    }
    Key key = key(request, bytes, open.identity());
    Asked asked = new Asked(Kind.of(request), teacher, open.hash(), unit.step(), row, unit.sample());
    OfUnit ofUnit = new OfUnit(lane.line(unit),
        Fallbacks.on(teacher(unit.teacher()), teacher.equals(unit.teacher())));
    return new Order(lane, ofUnit, asked, key, canonical, request);
  }

  private Key key(Request request, byte[] canonical, String identity) {
    return switch (request) {
      case Request.Tokenize _,Request.Embed _,Request.Score _,Request.Reward _,Request.PromptLogprobs _ ->
        Key.of(canonical, identity, 0, null);
      case Request.Chat chat -> key(chat.sampling(), canonical, identity);
      case Request.Completion completion -> key(completion.sampling(), canonical, identity);
    };
  }

  /// A first ask, as most are, is hashed once: the key it is counted by is its own, unless rows share it.
  private Key key(Sampling sampling, byte[] canonical, String identity) {
    long first = (long) unit.sample() * MOST_EQUAL;
    Key counted = Key.of(canonical, identity, first, row);
    int before = occurrence(counted);
    return before == 0 && !sampling.repeatable()
        ? counted
        : Key.of(canonical, identity, first + before, sampling.repeatable() ? null : row);
  }

  private synchronized int occurrence(Key first) {
    int count = occurrences.merge(first, 1, Integer::sum) - 1;
    if (count >= MOST_EQUAL) {
      throw new IllegalStateException("one unit sent %d equal requests".formatted(count));
    }
    return count;
  }
}
