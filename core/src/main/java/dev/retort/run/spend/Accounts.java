package dev.retort.run.spend;

import dev.retort.teacher.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The budgets of a run and of its teachers, which hold whatever the number of calls at once.
///
/// A call's most is reserved before it goes out, in every budget it counts to or in none. What it took replaces the
/// reservation. So spent and reserved together never pass a budget, as long as no call takes more than its most.
public final class Accounts {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final Duration patience;

  /// @param patience longest wait for any call in flight to settle; each has a deadline, so this is for bugs
  public Accounts(Duration patience) {
    this.patience = patience;
  }

  /// Opens a budget; one that bounds nothing is not kept.
  /// @param path as in the recipe: `budget`, or `teachers.NAME.budget`
  /// @param spent by earlier sittings
  public void open(String path, Budget budget, Amounts spent) {
    if (budget.bounds()) {
      accounts.put(path, new Account(path, budget, spent));
    }
  }

  /// What came of asking for a reservation.
  public sealed interface Answer {
    /// Granted: settle it once, when the call has ended.
    record Granted(Hold hold) implements Answer {}

    /// The call alone is more than the whole budget.
    record TooLarge(String message) implements Answer {}

    /// It does not fit into what is left, and nothing is in flight that could give something back.
    record Spent(Ceiling ceiling) implements Answer {}
  }

  /// A reservation.
  public final class Hold {
    private final List<Account> of;
    private final Amounts most;
    private boolean open = true;

    private Hold(List<Account> of, Amounts most) {
      this.of = of;
      this.most = most;
    }

    /// Puts what the call took in place of what was reserved. Only the first time counts.
    public void settle(Amounts took) {
      lock.lock();
      try {
        if (open) {
          open = false;
          of.forEach(account -> account.settle(most, took));
          settled.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /// The budgets that some calls count to.
  /// @param paths those that were not opened bound nothing
  public Purse purse(List<String> paths) {
    List<Account> of = new ArrayList<>();
    for (String path : paths) {
      Account account = accounts.get(path);
      if (account != null) {
        of.add(account);
      }
    }
    return new Purse(of);
  }

  /// What calls are paid from: one budget, several or none.
  public final class Purse {
    private final List<Account> of;
    private final boolean needsTokens;

    private Purse(List<Account> of) {
      this.of = List.copyOf(of);
      this.needsTokens = of.stream().anyMatch(account -> account.budget.needsTokens());
    }

    /// Whether no budget bounds these calls.
    public boolean boundless() {
      return of.isEmpty();
    }

    /// Whether a budget bounds money or tokens, so that a call's most must be known.
    public boolean needsTokens() {
      return needsTokens;
    }

    /// Reserves, waiting for calls in flight to settle where that may help.
    /// @param most what the call may take at most
    public Answer hold(Amounts most) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        for (Account account : of) {
          String part = most.passes(account.budget);
          if (part != null) {
            return new Answer.TooLarge(
                "%s.%s: the call may take %s, and the whole budget is %s. Raise it, or lower max_tokens."
                    .formatted(account.path, part, most.words(part), Account.whole(account.budget, part)));
          }
        }
        return await(of, most);
      } finally {
        lock.unlock();
      }
    }
  }

  private Answer await(List<Account> of, Amounts most) throws InterruptedException {
    while (true) {
      Account lacking = lacking(of, most);
      if (lacking == null) {
        of.forEach(account -> account.reserve(most));
        return new Answer.Granted(new Hold(of, most));
      }
      boolean mayHelp = lacking.inFlight > 0 && settled.awaitNanos(patience.toNanos()) > 0;
      if (!mayHelp) {
        lacking.stoppedBy = lacking.shortOf(most);
        return new Answer.Spent(lacking.state());
      }
    }
  }

  /// The first budget without room, one with nothing in flight before others; null when there is room in all.
  private static @Nullable Account lacking(List<Account> of, Amounts most) {
    Account found = null;
    for (Account account : of) {
      if (account.shortOf(most) != null && (found == null || account.inFlight == 0)) {
        found = account;
      }
    }
    return found;
  }

  /// How the budgets stand, that of the run first.
  public List<Ceiling> ceilings() {
    lock.lock();
    try {
      return accounts.values().stream().map(Account::state).toList();
    } finally {
      lock.unlock();
    }
  }
}
