package dev.retort.teacher.llamacpp;

import dev.retort.row.Message;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import java.util.List;

/// Renders chats for models whose file has no chat template of its own.
///
/// `plain` puts the system text first, then `User: ...` and `Assistant: ...` lines, and ends in `Assistant:`.
/// `chatml` marks each message with `<|im_start|>` and `<|im_end|>`. Neither can tell a message's own text from its
/// marks: a user who writes `Assistant:` on a line of its own writes it into the chat.
public final class ChatTemplates {

  /// The templates a recipe may name.
  public static final List<String> NAMES = List.of("plain", "chatml");

  private ChatTemplates() {}

  /// The text the model continues.
  /// @throws CallFailed of class BAD_REQUEST for messages the template has no words for
  public static String render(String template, List<Message> messages) {
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      refuseTools(template, message);
      text.append(switch (template) {
        case "plain" -> plain(message);
        case "chatml" -> "<|im_start|>" + message.role() + "\n" + message.content() + "<|im_end|>\n";
        default -> throw unknown(template);
      });
    }
    return text.append(template.equals("plain") ? "Assistant:" : "<|im_start|>assistant\n").toString();
  }

  /// Where an answer ends although the model goes on writing the other side's part.
  public static List<String> stops(String template) {
    return switch (template) {
      case "plain" -> List.of("\nUser:", "\nAssistant:");
      case "chatml" -> List.of("<|im_end|>", "<|im_start|>");
      default -> throw unknown(template);
    };
  }

  private static String plain(Message message) {
    return switch (message.role()) {
      case "system" -> message.content() + "\n";
      case "user" -> "User: " + message.content() + "\n";
      case "assistant" -> "Assistant: " + message.content() + "\n";
      default -> throw new CallFailed(Failure.BAD_REQUEST,
          "found a message of role '%s', wanted system, user or assistant: the chat template 'plain' has no other"
              .formatted(message.role()));
    };
  }

  private static void refuseTools(String template, Message message) {
    if (message.toolCalls() != null || message.toolCallId() != null || message.is("tool")) {
      throw new CallFailed(Failure.BAD_REQUEST,
          "found a tool call in the chat, which the chat template '%s' cannot render".formatted(template));
    }
  }

  private static IllegalArgumentException unknown(String template) {
    return new IllegalArgumentException(
        "found chat_template '%s', wanted one of %s".formatted(template, String.join(", ", NAMES)));
  }
}
