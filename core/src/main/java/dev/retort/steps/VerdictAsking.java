package dev.retort.steps;

import dev.retort.step.Default;
import dev.retort.step.TextOrFile;
import dev.retort.teacher.Sampling;
import org.jspecify.annotations.Nullable;

/// How judges are asked, and what is done about replies that cannot be read.
///
/// @param system replaces the built-in system message, a template
/// @param template replaces the built-in user message, a template
/// @param sampling how the judge draws, where it differs from this step's own way; with a `seed`, each sample adds its
/// number
/// @param samples verdicts of each judge on each row, one row each
/// @param parse how strictly replies are read: `strict` takes the wanted line alone, `line` finds it among others
/// @param onUnparsed what becomes of a row whose judge gave no readable reply, however often it was asked
public record VerdictAsking(@Nullable TextOrFile system, @Nullable TextOrFile template,
    @Default("{}") Sampling sampling,
    @Default("1") int samples, @Default("line") Parse parse, @Default("fail") OnUnparsed onUnparsed) {

  /// As built in.
  public static final VerdictAsking BUILT_IN = new VerdictAsking(null, null, Sampling.NONE, 1, Parse.LINE,
      OnUnparsed.FAIL);

  public VerdictAsking {
    if (samples < 1 || samples > 1000) {
      throw new IllegalArgumentException("samples must be 1 to 1000, not " + samples);
    }
  }

  /// How strictly a reply is read.
  public enum Parse {
    /// The reply is the wanted line and nothing else.
    STRICT,
    /// One line of the reply is the wanted one, or several that say the same; Markdown around it is looked over.
    LINE
  }

  /// What becomes of a row without a readable reply. There is no default verdict in any case.
  public enum OnUnparsed {
    /// Counted as failed, of class `malformed_reply` or `truncated`.
    FAIL,
    /// Left out and counted as undecided.
    UNDECIDED,
    /// Kept without a verdict.
    KEEP
  }
}
