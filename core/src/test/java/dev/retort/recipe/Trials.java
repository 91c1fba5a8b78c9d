package dev.retort.recipe;

import dev.retort.row.Schema;
import dev.retort.step.Default;
import dev.retort.step.OfModel;
import dev.retort.step.OfRow;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import dev.retort.step.StepName;
import dev.retort.teacher.Backend;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Secret;
import dev.retort.teacher.TeacherKind;
import dev.retort.teacher.Terms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Steps and teachers that exist in tests only, one for each way an option can be given.
public final class Trials {
  private Trials() {}

  /// How rows are laid out.
  public enum Layout {
    AUTO, CHAT, PROMPT_COMPLETION
  }

  /// Brings rows in. It stands for any source.
  ///
  /// Reads: nothing.
  /// Writes: `text`, a text.
  /// Drops: nothing.
  /// Fails: nothing.
  /// Cost: no model call.
  /// Source: made up for tests.
  ///
  /// ```yaml
  /// - trial_read: {path: data/rows.jsonl, terms: odc-by}
  /// ```
  ///
  /// @param path where the rows are
  /// @param terms on what terms
  /// @param layout how they lie | by name
  /// @param map columns by what they stand for
  @StepName("trial_read")
  public record TrialRead(String path, @Nullable Terms terms, @Default("auto") Layout layout,
      @Default("{}") Map<String, String> map) implements OfTable {
    @Override
    public Schema columns(Schema input, Planning plan) {
      return input;
    }

    @Override
    public Result apply(Data input, Tables tables) {
      return new Result(input, input.rows(), input.rows());
    }
  }

  /// Answers prompts.
  ///
  /// Reads: `text`.
  /// Writes: `text`, in one row
  /// or more.
  /// Drops: nothing.
  /// Fails: nothing.
  /// Cost: a call for each teacher and sample.
  /// Source: made up for tests.
  ///
  /// @param teachers who answers
  /// @param samples how often, 1 or more
  /// @param sampling instead of the teacher's
  /// @param maxTurns longest chat
  @StepName("trial_respond")
  public record TrialRespond(List<String> teachers, @Default("1") int samples, @Default("{}") Sampling sampling,
      @Nullable Integer maxTurns) implements OfModel {
    public TrialRespond {
      teachers = List.copyOf(teachers);
      if (samples < 1) {
        throw new IllegalArgumentException("samples must be 1 or more, not " + samples);
      }
    }

    @Override
    public Schema columns(Schema input, Planning plan) {
      return input;
    }

    @Override
    public List<Lane> lanes(List<String> known) {
      return teachers.stream().map(teacher -> new Lane(teacher, samples)).toList();
    }

    @Override
    public Rollout rollout(Schema input, Schema output) {
      return (row, _) -> Outcome.kept(row);
    }
  }

  /// Keeps rows that fulfil a condition.
  ///
  /// Reads: what the condition names.
  /// Writes: nothing.
  /// Drops: `condition`.
  /// Fails: nothing.
  /// Cost: no model call.
  /// Source: made up for tests.
  ///
  /// @param where the condition
  /// @param strict whether to be so
  @StepName("trial_keep")
  public record TrialKeep(String where, @Default("false") boolean strict) implements OfRow {
    @Override
    public Schema columns(Schema input, Planning plan) {
      return input;
    }

    @Override
    public Kernel kernel(Schema input, Schema output) {
      return Outcome::kept;
    }
  }

  /// Takes some rows.
  ///
  /// Reads: nothing.
  /// Writes: nothing.
  /// Drops: `not_drawn`.
  /// Fails: nothing.
  /// Cost: no model call.
  /// Source: made up for tests.
  ///
  /// @param share of all rows
  /// @param count at most
  /// @param pause between rows
  /// @param any a thing of any form
  @StepName("trial_sample")
  public record TrialSample(@Default("0.5") double share, @Default("1000") long count, @Default("250ms") Duration pause,
      @Nullable Object any) implements OfRow {
    public TrialSample {
      if (share <= 0 || share > 1) {
        throw new IllegalArgumentException("share must be above 0 and at most 1, not " + share);
      }
    }

    @Override
    public Schema columns(Schema input, Planning plan) {
      return input;
    }

    @Override
    public Kernel kernel(Schema input, Schema output) {
      return Outcome::kept;
    }
  }

  /// A model behind an address.
  ///
  /// @param baseUrl its address
  /// @param model its name there
  /// @param apiKey the key it wants
  /// @param headers sent along
  @TeacherKind("trial_api")
  public record TrialApi(String baseUrl, String model, @Nullable Secret apiKey,
      @Default("{}") Map<String, Secret> headers) implements Backend {
    @Override
    public Endpoint open(Opening opening) {
      throw new CallFailed(Failure.CONNECTION, "there is no such model");
    }
  }

  /// A model in a file.
  ///
  /// @param path the file
  @TeacherKind("trial_file")
  public record TrialFile(String path) implements Backend {
    @Override
    public Endpoint open(Opening opening) {
      throw new CallFailed(Failure.CONNECTION, "there is no such model");
    }
  }
}
