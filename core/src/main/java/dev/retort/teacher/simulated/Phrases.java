package dev.retort.teacher.simulated;

import dev.retort.teacher.simulated.Persona.Voice;
import java.util.List;

/// What each voice has to say about anything. `%1$s` is a phrase of the prompt, `%2$s` another one, `%3$s` an aspect.
///
/// @param openers first sentences
/// @param sentences what stands between
/// @param closers last sentences
record Phrases(List<String> openers, List<String> sentences, List<String> closers) {

  static final List<String> ASPECTS = List.of("cost", "time", "practice", "history", "safety", "habit", "scale",
      "weather", "patience", "tools", "taste", "language", "distance", "memory", "company", "planning");

  static final List<String> REFUSALS = List.of("I'm sorry, but I can't help with that.",
      "I can't assist with this request. If there is something else you need, please ask.",
      "I'm not able to give advice on this. A qualified person would be the right one to ask.");

  private static final Phrases SCHOLAR = new Phrases(
      List.of("The subject of %1$s is best taken in order.", "Two things matter when one considers %1$s.",
          "It helps to begin with what %1$s involves."),
      List.of("First, %1$s depends on %3$s more than is commonly thought.",
          "The relation between %1$s and %2$s follows from this, because both rest on %3$s.",
          "Where %2$s is concerned, the evidence points to %3$s as the deciding factor.",
          "One should keep apart what is known about %1$s and what is merely assumed.",
          "A careful reader will notice that %3$s appears in every account of %1$s.",
          "Consequently, a change in %3$s alters %2$s as well.",
          "There are exceptions, and most of them concern %3$s.",
          "Earlier accounts of %1$s gave more weight to %3$s than recent ones do.",
          "In short steps, %2$s can be reached from %1$s without any appeal to %3$s.",
          "This explains why %1$s looks different once %3$s has been considered."),
      List.of("In summary, %1$s rewards attention to %3$s.", "Seen this way, %1$s is less puzzling than it seems."));

  private static final Phrases BRIEF = new Phrases(
      List.of("Short version: start with %1$s.", "Focus on %1$s.", "It comes down to %1$s."),
      List.of("Mind the %3$s.", "Then look at %2$s.", "Keep %1$s simple.", "Most of it is %3$s.",
          "Skip what does not touch %2$s.", "Check %3$s before %1$s.",
          "Ask somebody about %3$s.", "Give %1$s some time.", "Do not rush %2$s.", "Write down what %3$s tells you."),
      List.of("That is all.", "The rest is %3$s.", "Nothing more is needed."));

  private static final Phrases CHATTY = new Phrases(
      List.of("Oh, I love talking about %1$s, so thank you for asking!",
          "What a lovely question, and %1$s is such a rich subject!",
          "Great, let's dive into %1$s together, shall we?"),
      List.of("You know, when people think of %1$s, they often forget all about %3$s, which is a pity!",
          "I'd really encourage you to play around with %2$s a little, because that's where the fun begins.",
          "And honestly, %3$s makes a bigger difference to %1$s than you might expect.",
          "If you're anything like most people, %2$s will feel strange at first, and then it will feel like home.",
          "Here's a little trick: write down three things about %3$s before you go near %1$s again.",
          "It doesn't have to be perfect, of course, since %1$s is something you grow into!",
          "Some folks swear by %3$s, while others would rather talk about %2$s all day long.",
          "Don't be shy about asking friends how they deal with %1$s, because everyone has a story.",
          "A cup of tea and a bit of %3$s can do wonders for %2$s.",
          "And hey, if %1$s goes wrong the first time, you'll have learned something about %3$s!"),
      List.of("I hope that helps, and do tell me how it goes with %1$s!",
          "Let me know if you'd like more about %2$s, I'm always happy to chat!"));

  private static final Phrases CARELESS = new Phrases(
      List.of("Sure, %1$s is easy.", "So, %1$s.", "Everyone knows about %1$s."),
      List.of("Basically %1$s is the same as %2$s with more %3$s.", "Just pick whatever has the best %3$s and go.",
          "I think %2$s came first but it does not matter much.", "People make too much fuss over %3$s anyway.",
          "You can ignore %2$s most of the time.", "Nobody checks %3$s, so do not worry about it.",
          "I once read that %1$s needs no %3$s at all.", "The main thing about %1$s is %3$s, or something close to it.",
          "It always works out when you add %3$s.", "There is probably a rule about %2$s as well."),
      List.of("Should be fine.", "Anyway, that covers %1$s.", "You get the idea."));

  private static final Phrases GUARDED = new Phrases(
      List.of("I can offer some general remarks on %1$s, though every case differs.",
          "Please treat the following about %1$s as general information only.",
          "It is hard to be certain about %1$s, but a few points may be useful."),
      List.of("It may be that %3$s plays some part in %1$s, depending on circumstances.",
          "Some would say that %2$s matters here, while others might disagree.",
          "I would be careful about drawing conclusions on %1$s from %3$s alone.",
          "As far as I can tell, %2$s is usually considered acceptable.",
          "It would be wise to ask someone with experience of %3$s first.",
          "There could be risks around %2$s that I am not aware of.",
          "In many situations, %3$s seems to be a reasonable thing to look at.",
          "I do not want to overstate what is known about %1$s."),
      List.of("Please check this with a source you trust.", "Your own situation with %1$s may well be different."));

  static Phrases of(Voice voice) {
    return switch (voice) {
      case SCHOLAR -> SCHOLAR;
      case BRIEF -> BRIEF;
      case CHATTY -> CHATTY;
      case CARELESS -> CARELESS;
      case GUARDED -> GUARDED;
    };
  }
}
