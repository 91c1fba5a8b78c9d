package dev.retort.run.spend;

import dev.retort.teacher.Budget;
import dev.retort.teacher.Usd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One budget: how much of it is spent and how much reserved. Guarded by the lock of its [Accounts].
final class Account {
  final String path;
  final Budget budget;
  Amounts spent;
  Amounts reserved = Amounts.NONE;
  long inFlight;
  @Nullable
  String stoppedBy;

  /// @param path of the budget in the recipe: `budget`, or `teachers.NAME.budget`
  /// @param spent by earlier sittings
  Account(String path, Budget budget, Amounts spent) {
    this.path = path;
    this.budget = budget;
    this.spent = spent;
  }

  /// The part of this budget that a reservation would pass; null when it fits.
  @Nullable
  String shortOf(Amounts most) {
    return spent.plus(reserved).plus(most).passes(budget);
  }

  void reserve(Amounts most) {
    reserved = reserved.plus(most);
    inFlight++;
  }

  void settle(Amounts most, Amounts took) {
    reserved = reserved.minus(most);
    spent = spent.plus(took);
    inFlight--;
  }

  /// The whole of a part, in words.
  static String whole(Budget budget, String part) {
    Usd usd = budget.usd() == null ? Usd.ZERO : Usd.of(budget.usd());
    return new Amounts(usd, Objects.requireNonNullElse(budget.tokens(), 0L),
        Objects.requireNonNullElse(budget.calls(), 0L)).words(part);
  }

  Ceiling state() {
    return new Ceiling(path, budget, spent, reserved, stoppedBy);
  }
}
