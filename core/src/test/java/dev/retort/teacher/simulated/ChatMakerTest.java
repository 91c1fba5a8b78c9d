package dev.retort.teacher.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Message;
import dev.retort.teacher.simulated.ChatMaker.Made;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChatMakerTest {

  @Test
  void turnsAlternateAndTheLastUserTurnHoldsTheTask() {
    ChatMaker maker = new ChatMaker(7, "chats", 4, ChatMaker.FAMILIES);
    Set<String> families = new HashSet<>();
    Set<Integer> lengths = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      Made made = maker.chat(i);
      families.add(made.family());
      lengths.add(made.messages().size());
      for (int turn = 0; turn < made.messages().size(); turn++) {
        assertThat(made.messages().get(turn).role()).isEqualTo(turn % 2 == 0 ? "user" : "assistant");
        assertThat(made.messages().get(turn).content()).isNotBlank();
      }
      Message last = made.messages().get(made.messages().size() - 2);
      if (made.family().equals(ChatMaker.PLAIN)) {
        assertThat(made.answer()).isNull();
      } else {
        assertThat(Objects.requireNonNull(Tasks.solve(last.content())).answer()).isEqualTo(made.answer());
      }
    }
    assertThat(families).containsExactlyInAnyOrderElementsOf(ChatMaker.FAMILIES);
    assertThat(lengths).containsExactlyInAnyOrder(2, 4, 6, 8);
  }

  @Test
  void chatsDependOnSeedStepAndNumberOnly() {
    Made one = new ChatMaker(7, "chats", 3, ChatMaker.FAMILIES).chat(5);
    assertThat(new ChatMaker(7, "chats", 3, ChatMaker.FAMILIES).chat(5)).isEqualTo(one);
    assertThat(new ChatMaker(8, "chats", 3, ChatMaker.FAMILIES).chat(5)).isNotEqualTo(one);
    assertThat(new ChatMaker(7, "other", 3, ChatMaker.FAMILIES).chat(5)).isNotEqualTo(one);
    assertThat(new ChatMaker(7, "chats", 3, List.of("date")).chat(5).family()).isEqualTo("date");
  }
}
