package dev.retort.steps;

import dev.retort.row.Message;
import dev.retort.step.Models;
import dev.retort.steps.VerdictAsking.Parse;
import dev.retort.steps.VerdictLine.Read;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import java.util.ArrayList;
import java.util.List;

/// Asks a judge until its reply can be read: again with what is wrong, as often as the class of failure allows.
///
/// A malformed reply is asked for again [Failure#MALFORMED_REPLY]'s number of times, so three calls at most. The judge
/// then sees its own reply and what was wanted. An answer that was all reasoning until max_tokens is not asked for
/// again: the next would be cut too.
///
/// @param <T> what a verdict is
record VerdictTalk<T>(Models models, VerdictLine<T> line, Parse parse) {
  private static final int LONGEST_REPLY = 2_000;

  /// How asking ended.
  sealed interface Heard<T> {
    /// The last reply, as it came.
    Reply reply();

    /// Calls it took.
    int asks();
  }

  /// @param statement the part of the reply that was read
  record Understood<T>(T value, String statement, Reply reply, int asks) implements Heard<T> {}

  /// @param failure MALFORMED_REPLY or TRUNCATED
  record Unclear<T>(Failure failure, String why, Reply reply, int asks) implements Heard<T> {}

  /// The verdicts on several questions, asked side by side.
  /// @throws CallFailed when a call gave no reply
  List<Heard<T>> ask(String judge, List<Request.Chat> questions) {
    List<Reply> replies = models.askAll(judge, List.copyOf(questions));
    List<Heard<T>> heard = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      heard.add(until(judge, questions.get(i), replies.get(i)));
    }
    return heard;
  }

  private Heard<T> until(String judge, Request.Chat question, Reply first) {
    int most = Failure.MALFORMED_REPLY.policy().tries().most(models.teacher(judge).limits().attempts());
    Request.Chat asked = question;
    Reply reply = first;
    for (int asks = 1;; asks++) {
      Read<T> read = line.read(reply.first(), parse);
      if (read instanceof Read.Said<T>(T value, String statement)) {
        return new Understood<>(value, statement, reply, asks);
      }
      Unclear<T> unclear = unclear(((Read.Unread<T>) read).why(), reply, asks);
      if (asks >= most || allReasoning(reply) || models.rehearsed()) {
        return unclear;
      }
      Request.Chat next = again(question, reply.first().text(), unclear.why());
      if (next.equals(asked) && next.sampling().repeatable()) {
        return unclear;
      }
      asked = next;
      try {
        reply = models.ask(judge, asked);
      } catch (CallFailed e) {
        if (e.failure() != Failure.CONTEXT_OVERFLOW) {
          throw e;
        }
        return unclear;
      }
    }
  }

  private Unclear<T> unclear(String why, Reply reply, int asks) {
    return new Unclear<>(reply.first().truncated() ? Failure.TRUNCATED : Failure.MALFORMED_REPLY,
        allReasoning(reply) ? why + ": all of max_tokens went into reasoning. Raise sampling.max_tokens" : why, reply,
        asks);
  }

  private static boolean allReasoning(Reply reply) {
    return reply.first().truncated() && reply.first().text().isBlank();
  }

  private Request.Chat again(Request.Chat question, String text, String why) {
    List<Message> messages = new ArrayList<>(question.messages());
    String words = "Reply again with the line '%s' and nothing else.".formatted(line.wanted());
    if (text.isBlank()) {
      Message last = messages.removeLast();
      messages.add(new Message(last.role(), last.content() + "\n\nAn earlier reply was empty. " + words, null, null));
    } else {
      boolean whole = text.codePointCount(0, text.length()) <= LONGEST_REPLY;
      messages.add(Message.assistant(whole ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST_REPLY))));
      messages.add(Message.user("That reply cannot be read: %s. %s".formatted(why, words)));
    }
    return new Request.Chat(messages, question.sampling());
  }
}
