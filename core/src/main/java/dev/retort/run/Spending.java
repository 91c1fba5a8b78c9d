package dev.retort.run;

import dev.retort.run.CallsFlow.Order;
import dev.retort.run.spend.Accounts;
import dev.retort.run.spend.Accounts.Answer;
import dev.retort.run.spend.Accounts.Purse;
import dev.retort.run.spend.Amounts;
import dev.retort.run.spend.Ceiling;
import dev.retort.run.spend.Payer;
import dev.retort.run.spend.Spend;
import dev.retort.run.spend.Used;
import dev.retort.teacher.Budget;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Price;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Usd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one sitting spends: each attempt is reserved for before it goes out, and settled when it has ended.
final class Spending {
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final String RUN = "budget";
  private static final Used ONE_CALL = new Used(1, 0, 0, 0, 0);

  private final Map<String, Teacher> teachers;
  private final Map<Payer, Used> before;
  private final Map<Payer, Used> now = new ConcurrentHashMap<>();
  private final Accounts accounts;
  private final Map<String, Purse> purses = new HashMap<>();
  /// By how much calls took more than their most, which later ones are then reserved for.
  private final Map<String, Used> excess = new ConcurrentHashMap<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final Consumer<String> notes;

  /// @param teachers by name, groups expanded
  /// @param budget the run's
  /// @param before what earlier sittings of the run used
  /// @param notes hears, once, that a budget is used up
  Spending(Map<String, Teacher> teachers, Budget budget, Map<Payer, Used> before, Consumer<String> notes) {
    this.teachers = teachers;
    this.before = before;
    this.notes = notes;
    Duration longest = teachers.values().stream().map(Teacher::deadline).reduce(Duration.ZERO,
        (a, b) -> a.compareTo(b) > 0 ? a : b);
    this.accounts = new Accounts(longest.plus(GRACE));
    accounts.open(RUN, budget, spent(null));
    teachers.forEach((name, teacher) -> accounts.open(path(name), teacher.meter().budget(), spent(name)));
    teachers.keySet().forEach(name -> purses.put(name, accounts.purse(List.of(RUN, path(name)))));
  }

  private static String path(String teacher) {
    return "teachers." + teacher + ".budget";
  }

  /// What earlier sittings spent, of one teacher or of all.
  private Amounts spent(@Nullable String teacher) {
    Amounts sum = Amounts.NONE;
    for (Map.Entry<Payer, Used> entry : before.entrySet()) {
      if (teacher == null || teacher.equals(entry.getKey().teacher())) {
        sum = sum.plus(amounts(entry.getKey().teacher(), entry.getValue()));
      }
    }
    return sum;
  }

  private Amounts amounts(String teacher, Used used) {
    Teacher known = teachers.get(teacher);
    Price price = known == null ? null : known.price();
    return used.amounts(price == null ? Usd.ZERO : used.at(price));
  }

  /// Leave to send one attempt, and the place where it is settled.
  /// @throws CallFailed of class BUDGET when it alone is more than a whole budget
  /// @throws Pending.OutOfBudget when a budget has no room for it
  Ticket ticket(Order order) {
    String teacher = order.lane().name();
    Purse purse = Objects.requireNonNull(purses.get(teacher));
    if (!order.counts() || purse.boundless()) {
      return new Ticket(order, Used.NONE, null);
    }
    Used used = purse.needsTokens()
        ? CallsMost.of(order).plus(excess.getOrDefault(teacher, Used.NONE))
        : ONE_CALL;
    return new Ticket(order, used, hold(teacher, purse, amounts(teacher, used)));
  }

  private Accounts.Hold hold(String teacher, Purse purse, Amounts most) {
    try {
      return switch (purse.hold(most)) {
        case Answer.Granted(Accounts.Hold hold) -> hold;
        case Answer.TooLarge(String message) -> throw new CallFailed(Failure.BUDGET, message);
        case Answer.Spent(Ceiling ceiling) -> throw out(teacher, ceiling);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Pending.Interrupted();
    }
  }

  private Pending.OutOfBudget out(String teacher, Ceiling ceiling) {
    String message = "%s.%s is used up: %s spent, and the next call to '%s' may take more than what is left. Units that need more calls stay pending."
        .formatted(ceiling.path(), ceiling.stoppedBy(), ceiling.words(), teacher);
    if (told.add(ceiling.path())) {
      notes.accept(message);
    }
    return new Pending.OutOfBudget(ceiling.path(), message);
  }

  /// One attempt's reservation. Closed without being settled, it takes nothing.
  final class Ticket implements AutoCloseable {
    private final Order order;
    private final Used most;
    /// Null where no budget bounds the call.
    private final Accounts.@Nullable Hold hold;

    private Ticket(Order order, Used most, Accounts.@Nullable Hold hold) {
      this.order = order;
      this.most = most;
      this.hold = hold;
    }

    /// The attempt was answered.
    void answered(Reply.Usage usage) {
      long prompt = usage.promptTokens() - most.prompt();
      long completion = usage.completionTokens() - most.completion();
      if (most.prompt() > 0 && (prompt > 0 || completion > 0)) {
        Used over = new Used(0, Math.max(0, prompt), 0, Math.max(0, completion), 0);
        excess.merge(order.lane().name(), over, Used::plus);
      }
      settle(Used.of(usage));
    }

    /// The attempt failed.
    /// @param body what came back
    /// @return the tokens that may have been billed; null for none
    Reply.@Nullable Usage failed(CallFailed failed, @Nullable String body) {
      Reply.Usage charged = CallsCharge.of(order, failed, body);
      settle(charged == null ? ONE_CALL : Used.of(charged));
      return charged;
    }

    private void settle(Used used) {
      if (order.counts()) {
        now.merge(new Payer(order.lane().name(), order.asked().step()), used, Used::plus);
      }
      if (hold != null) {
        hold.settle(amounts(order.lane().name(), used));
      }
    }

    @Override
    public void close() {
      if (hold != null) {
        hold.settle(Amounts.NONE);
      }
    }
  }

  /// What was spent so far.
  Spend spend() {
    Set<Payer> payers = new LinkedHashSet<>();
    for (String teacher : teachers.keySet()) {
      before.keySet().stream().filter(payer -> payer.teacher().equals(teacher)).forEach(payers::add);
      now.keySet().stream().filter(payer -> payer.teacher().equals(teacher)).forEach(payers::add);
    }
    payers.addAll(before.keySet());
    List<Spend.Line> lines = new ArrayList<>();
    for (Payer payer : payers) {
      Teacher teacher = teachers.get(payer.teacher());
      lines.add(new Spend.Line(payer, teacher == null ? null : teacher.price(),
          teacher == null || teacher.backend().billed(), Objects.requireNonNullElse(before.get(payer), Used.NONE),
          Objects.requireNonNullElse(now.get(payer), Used.NONE)));
    }
    return new Spend(lines, accounts.ceilings());
  }
}
