package dev.retort.teacher.simulated;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The stated character of a simulated teacher.
///
/// Skill is the share of right answers, in the order word problems, units, form, JSON, strings, dates. Refusals concern
/// plain prompts only. Failures are passing ones (500 or 429) of a call's first two attempts. Times are before scaling.
///
/// | name | skill | words | markdown | refuses | fails | first token | tokens/s | window | voice |
/// |---|---|---|---|---|---|---|---|---|---|
/// | `sim-scholar` | .96 .95 .90 .97 .85 .95 | 140 | .55 | .01 | .01 | 90 ms | 900 | 32768 | measured, reasons aloud |
/// | `sim-brief` | .86 .90 .85 .92 .80 .80 | 35 | .03 | 0 | .01 | 25 ms | 2500 | 16384 | says no more than it must |
/// | `sim-chatty` | .75 .80 .60 .85 .65 .70 | 270 | .92 | .02 | .02 | 50 ms | 1600 | 16384 | friendly, headings and lists |
/// | `sim-careless` | .45 .60 .40 .55 .35 .30 | 85 | .25 | 0 | .08 | 15 ms | 3000 | 8192 | quick and sure of itself |
/// | `sim-guarded` | .82 .85 .92 .90 .75 .78 | 110 | .35 | .25 | .02 | 70 ms | 1200 | 16384 | hedges, refuses much |
/// | `sim-thinker` | .98 .98 .94 .96 .95 .97 | 120 | .45 | .02 | .02 | 120 ms | 1000 | 65536 | `reasoning_content` |
/// | `sim-muser` | .90 .88 .75 .80 .90 .86 | 95 | .15 | .04 | .03 | 80 ms | 1100 | 16384 | `<think>` in its text |
///
/// @param refusal share of plain prompts it refuses
/// @param failure share of first and of second attempts that fail in passing
public record Persona(String name, Map<Family, Double> skill, Style style, Pace pace, double refusal,
    double failure) {

  /// The characters of the table, in its order.
  public static final List<Persona> ALL = List.of(
      new Persona("sim-scholar", skill(.96, .95, .90, .97, .85, .95),
          new Style(Voice.SCHOLAR, 140, .55, Thinking.NONE), pace(90, 900, 32_768), .01, .01),
      new Persona("sim-brief", skill(.86, .90, .85, .92, .80, .80), new Style(Voice.BRIEF, 35, .03, Thinking.NONE),
          pace(25, 2500, 16_384), 0, .01),
      new Persona("sim-chatty", skill(.75, .80, .60, .85, .65, .70), new Style(Voice.CHATTY, 270, .92, Thinking.NONE),
          pace(50, 1600, 16_384), .02, .02),
      new Persona("sim-careless", skill(.45, .60, .40, .55, .35, .30),
          new Style(Voice.CARELESS, 85, .25, Thinking.NONE), pace(15, 3000, 8_192), 0, .08),
      new Persona("sim-guarded", skill(.82, .85, .92, .90, .75, .78),
          new Style(Voice.GUARDED, 110, .35, Thinking.NONE), pace(70, 1200, 16_384), .25, .02),
      new Persona("sim-thinker", skill(.98, .98, .94, .96, .95, .97),
          new Style(Voice.SCHOLAR, 120, .45, Thinking.FIELD), pace(120, 1000, 65_536), .02, .02),
      new Persona("sim-muser", skill(.90, .88, .75, .80, .90, .86), new Style(Voice.CARELESS, 95, .15, Thinking.INLINE),
          pace(80, 1100, 16_384), .04, .03));

  public Persona {
    skill = Map.copyOf(skill);
  }

  /// How it writes.
  /// @param words length of its plain answers, about
  /// @param markdown share of its answers that use Markdown
  public record Style(Voice voice, int words, double markdown, Thinking thinking) {}

  /// Which phrases it uses.
  public enum Voice {
    SCHOLAR, BRIEF, CHATTY, CARELESS, GUARDED
  }

  /// Where its reasoning goes.
  public enum Thinking {
    NONE,
    /// Into `reasoning_content`.
    FIELD,
    /// Into its text, between `<think>` and `</think>`.
    INLINE
  }

  /// How fast it is, and how much it sees.
  /// @param window tokens of prompt and answer together
  public record Pace(Duration firstToken, int tokensPerSecond, int window) {}

  public static Optional<Persona> named(String name) {
    return ALL.stream().filter(persona -> persona.name.equals(name)).findFirst();
  }

  public static List<String> names() {
    return ALL.stream().map(Persona::name).toList();
  }

  double skill(Family family) {
    Double share = skill.get(family);
    if (share == null) {
      throw new IllegalStateException("%s has no skill in %s".formatted(name, family.word()));
    }
    return share;
  }

  private static Map<Family, Double> skill(double... shares) {
    Map<Family, Double> skill = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      skill.put(family, shares[family.ordinal()]);
    }
    return skill;
  }

  private static Pace pace(int firstTokenMillis, int tokensPerSecond, int window) {
    return new Pace(Duration.ofMillis(firstTokenMillis), tokensPerSecond, window);
  }
}
