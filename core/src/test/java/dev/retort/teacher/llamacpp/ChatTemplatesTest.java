package dev.retort.teacher.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Message;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatTemplatesTest {

  private static final List<Message> CHAT = List.of(Message.of("system", "Be kind."), Message.user("Hi"),
      Message.assistant("Hello"), Message.user("Bye\nnow"));

  @Test
  void plainWritesTheSystemTextThenOneLineATurn() {
    assertThat(ChatTemplates.render("plain", CHAT))
        .isEqualTo("Be kind.\nUser: Hi\nAssistant: Hello\nUser: Bye\nnow\nAssistant:");
    assertThat(ChatTemplates.render("plain", List.of(Message.user("")))).isEqualTo("User: \nAssistant:");
    assertThat(ChatTemplates.stops("plain")).contains("\nUser:");
  }

  @Test
  void chatmlMarksEachMessage() {
    assertThat(ChatTemplates.render("chatml", CHAT.subList(0, 2))).isEqualTo("<|im_start|>system\nBe kind.<|im_end|>\n"
        + "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
    assertThat(ChatTemplates.stops("chatml")).contains("<|im_end|>");
  }

  @Test
  void whatATemplateHasNoWordsForIsRefused() {
    Message tool = new Message("tool", "4", null, "call_1");
    Message calling = new Message("assistant", "", "[]", null);
    for (String template : ChatTemplates.NAMES) {
      for (Message message : List.of(tool, calling)) {
        assertThatThrownBy(() -> ChatTemplates.render(template, List.of(message)))
            .isInstanceOfSatisfying(CallFailed.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_REQUEST));
      }
    }
    assertThatThrownBy(() -> ChatTemplates.render("alpaca", CHAT)).hasMessageContaining("plain, chatml");
  }
}
