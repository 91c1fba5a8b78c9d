package dev.retort.run;

import dev.retort.row.Row;
import dev.retort.run.spend.Payer;
import dev.retort.run.spend.Used;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The durable record of every model call. Used by many threads at once.
public interface Ledger extends AutoCloseable {

  /// What is known of a call: its first success, else its last failure; null when it was never tried.
  @Nullable
  Attempt find(Key key);

  /// The same for a call about to be made: what was kept of its lane is read ahead, since a resumed run asks in much the
  /// order in which calls were kept.
  @Nullable
  Attempt find(Key key, Asked asked);

  /// Keeps an attempt. When this returns it is on disk.
  /// @return the first success of that key, which is another one when another process was sooner; else this attempt
  /// @throws dev.retort.UserError when it cannot be kept, such as on a full disk
  Attempt record(Attempt attempt);

  /// Something learnt of an endpoint, such as its window; null when nobody asked yet.
  @Nullable
  String fact(String about, String name);

  /// Keeps a fact, durably. The first one told stays.
  void learn(String about, String name, String value);

  /// Numbers for the report, one entry a teacher in the order of their names. Token counting is left out.
  ///
  /// A ledger that was opened for one run of several counts what that run wrote.
  List<LedgerStats> stats();

  /// Attempts of this ledger's run that went out to a model, and the tokens they took, by who asked; told from sums
  /// that are kept, so that it does not take longer as the ledger grows.
  Map<Payer, Used> used();

  /// Attempts kept, token counting included, by whichever run.
  long records();

  /// Answers of a simulated model, counted as `stats` counts.
  long simulated();

  /// Every attempt in the order it was kept.
  void each(Consumer<Attempt> consumer);

  @Override
  void close();

  /// What makes two calls the same call: a SHA-256.
  final class Key {
    private static final int BYTES = 32;

    private final byte[] hash;

    /// @param hash not copied, so not to be changed afterwards
    public Key(byte[] hash) {
      if (hash.length != BYTES) {
        throw new IllegalArgumentException("a key has %d bytes, not %d".formatted(BYTES, hash.length));
      }
      this.hash = hash;
    }

    /// @param canonical the request as it goes out
    /// @param identity the endpoint's
    /// @param index which of the equal asks within the unit's row this is
    /// @param row the row's id; null where equal asks of different rows are one call
    public static Key of(String canonical, String identity, long index, @Nullable String row) {
      return of(canonical.getBytes(StandardCharsets.UTF_8), identity, index, row);
    }

    /// The same of a request that is in UTF-8 already.
    static Key of(byte[] canonical, String identity, long index, @Nullable String row) {
      MessageDigest digest = Row.sha256();
      digest.update(canonical);
      String rest = '\n' + identity + '\n' + index + (row == null ? "" : '\n' + row);
      return new Key(digest.digest(rest.getBytes(StandardCharsets.UTF_8)));
    }

    public byte[] bytes() {
      return hash.clone();
    }

    /// One of its eight parts of 32 bits, from 0: as good as random, and the same for the same call.
    public int part(int number) {
      int at = number * Integer.BYTES;
      return hash[at] << 24 | (hash[at + 1] & 0xff) << 16 | (hash[at + 2] & 0xff) << 8 | hash[at + 3] & 0xff;
    }

    /// In 64 hex digits.
    public String hex() {
      return HexFormat.of().formatHex(hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && Arrays.equals(key.hash, hash);
    }

    @Override
    public int hashCode() {
      return part(0);
    }

    @Override
    public String toString() {
      return hex();
    }
  }

  /// One try of a call and how it ended.
  /// @param number from 1, counted on over sittings
  /// @param request the request as it went out, in canonical JSON
  record Attempt(Key key, Asked asked, int number, String request, Ending ending, Timing timing) {}

  /// Who asked whom.
  /// @param endpoint SHA-256 of the endpoint's identity in hex
  /// @param sample the unit's sample number
  record Asked(Kind kind, String teacher, String endpoint, String step, String row, int sample) {}

  /// What was asked for.
  enum Kind {
    CHAT, COMPLETION, EMBED, TOKENIZE, SCORE, REWARD, PROMPT_LOGPROBS;

    public static Kind of(Request request) {
      return switch (request) {
        case Request.Chat _ -> CHAT;
        case Request.Completion _ -> COMPLETION;
        case Request.Embed _ -> EMBED;
        case Request.Tokenize _ -> TOKENIZE;
        case Request.Score _ -> SCORE;
        case Request.Reward _ -> REWARD;
        case Request.PromptLogprobs _ -> PROMPT_LOGPROBS;
      };
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How an attempt ended.
  sealed interface Ending {

    /// With a usable reply.
    /// @param body the raw response, whole
    /// @param finishReason of each choice, with commas between
    record Answered(String body, Reply.Usage usage, String finishReason, String servedModel, boolean simulated)
        implements
          Ending {}

    /// Without one.
    /// @param body the raw response, where there was one
    /// @param charged tokens that may have been billed all the same; null where none were
    record Failed(Failure failure, String message, @Nullable String body, Reply.@Nullable Usage charged)
        implements
          Ending {
      public Failed(Failure failure, String message, @Nullable String body) {
        this(failure, message, body, null);
      }
    }
  }

  /// @param firstByte null where nothing came back
  record Timing(Instant started, @Nullable Duration firstByte, Duration total) {}
}
