package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
  private static final String ALL = """
      : a comment
      event: first
      id: 7
      data: one
      data:two
      data:  three

      retry: 5

      data

      data: {"text":"Käse 🧀"}

      data: [DONE]
      """;
  private static final List<String> EXPECTED = List.of("one\ntwo\n three", "", "{\"text\":\"Käse 🧀\"}", "[DONE]");

  @Test
  void dataOfManyLinesIsJoinedAndAllElseLeftOut() throws IOException {
    assertThat(read(ALL, 1_000)).isEqualTo(EXPECTED);
  }

  @Test
  void anyCutAndAnyLineEndGiveTheSameEvents() throws IOException {
    for (String end : List.of("\n", "\r\n", "\r")) {
      for (int size = 1; size < 40; size++) {
        assertThat(read("\ufeff" + ALL.replace("\n", end), size)).as("%d bytes at a time", size).isEqualTo(EXPECTED);
      }
    }
  }

  @Test
  void eachEventIsTimedByTheBytesThatEndedIt() throws IOException {
    List<ServerSentEvents.Event> events = new ArrayList<>();
    ServerSentEvents stream = new ServerSentEvents(events::add);
    take(stream, "data: a\n", 10);
    take(stream, "\ndata: b\n\n", 20);
    assertThat(events).containsExactly(new ServerSentEvents.Event("a", 20), new ServerSentEvents.Event("b", 20));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] broken = {'d', 'a', 't', 'a', ':', (byte) 0xc3, '\n', '\n'};
    assertThatThrownBy(() -> new ServerSentEvents(_ -> {}).take(broken, 0, broken.length, 0))
        .isInstanceOf(Http.Malformed.class).hasMessage("an event that is not UTF-8");
  }

  @Test
  void aStreamWithoutEndIsCutAtTheLargestSize() {
    byte[] line = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> {
      ServerSentEvents stream = new ServerSentEvents(_ -> {});
      for (int i = 0; i < 100; i++) {
        stream.take(line, 0, line.length, 0);
      }
    }).isInstanceOf(Http.TooLarge.class);
  }

  private static List<String> read(String text, int size) throws IOException {
    List<String> data = new ArrayList<>();
    ServerSentEvents stream = new ServerSentEvents(event -> data.add(event.data()));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i += size) {
      stream.take(bytes, i, Math.min(size, bytes.length - i), 0);
    }
    stream.end();
    return data;
  }

  private static void take(ServerSentEvents stream, String text, long nanos) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    stream.take(bytes, 0, bytes.length, nanos);
  }
}
