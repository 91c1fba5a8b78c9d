package dev.retort.app.study;

import dev.retort.app.report.TeacherSheet;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// One teacher: what was counted of all its answers, not only of the prompts looked at.
///
/// @param name as in the recipe
/// @param label as it is shown
/// @param cost what its answers cost
public record TeacherLine(String name, String label, TeacherSheet sheet, Cost cost) {

  /// @param usd what the calls that made its answers cost; null where no price was stated
  /// @param accepted its rows in the run's last step; null where they do not name theirs
  public record Cost(@Nullable BigDecimal usd, @Nullable Long accepted) {

    /// US dollars by accepted rows; null where either is not known, or nothing was accepted.
    public @Nullable BigDecimal perAccepted() {
      return usd == null || accepted == null || accepted == 0
          ? null
          : usd.divide(BigDecimal.valueOf(accepted), new MathContext(6, RoundingMode.HALF_UP));
    }
  }

  /// Answers that came whole, by all units asked for: neither failed nor cut.
  public double complete() {
    TeacherSheet.Answers answers = sheet.answers();
    long units = answers.given() + answers.failed();
    return units == 0 ? 0 : (double) (answers.given() - answers.truncated()) / units;
  }
}
