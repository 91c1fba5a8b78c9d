package dev.retort.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.run.RunListener.Progress;
import dev.retort.run.watch.TimeHistogram.Percentiles;
import dev.retort.run.watch.Watched;
import dev.retort.step.OfTable.Funnel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final Pattern SAMPLE = Pattern
      .compile(
          "([a-z_]+)(\\{[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"(?:,[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\")*})? "
              + "-?[0-9.E+-]+");

  private final RunFigures figures = new RunFigures();

  private static Watched watched(Map<String, Long> failed) {
    return new Watched(new Watched.Calls(7, failed, 2, 3, 11), new Watched.Tokens(700, 70),
        new Watched.Traffic(4, 5, 6, 2.5, new Percentiles(1, 20, 300, 10)), null);
  }

  private void fill(String teacher) {
    figures.opened(() -> Map.of(teacher, watched(Map.of("timeout", 1L, "rate_limit", 2L))));
    figures.stepStarted("read", 10);
    figures.stepEnded("read", new Funnel(10, 8, 2, 0, 0, 8, Map.of()), false);
    figures.stepStarted("respond", 8);
    figures.progress(new Progress("respond", 5, 4, 1, Map.of()));
  }

  private String page(boolean openMetrics) {
    return MetricsPage.text(figures.families(), openMetrics);
  }

  /// Every sample stands below its own head, and every line is one the format knows.
  private static void wellFormed(String page, boolean openMetrics) {
    Set<String> heads = new HashSet<>();
    String family = "";
    for (String line : page.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        family = line.split(" ")[2];
        assertThat(heads.add(family)).as("one head a family").isTrue();
      } else if (!line.startsWith("#")) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(sample.group(1)).startsWith(family);
      }
    }
    assertThat(page.endsWith("# EOF\n")).isEqualTo(openMetrics);
  }

  @Test
  void everyNumberIsOnThePage() {
    fill("qwen");

    String page = page(false);

    wellFormed(page, false);
    assertThat(page.lines()).contains("retort_calls_total{teacher=\"qwen\",outcome=\"answered\"} 7",
        "retort_calls_total{teacher=\"qwen\",outcome=\"timeout\"} 1",
        "retort_calls_total{teacher=\"qwen\",outcome=\"rate_limit\"} 2", "retort_calls_in_flight{teacher=\"qwen\"} 5",
        "retort_calls_waiting{teacher=\"qwen\"} 4", "retort_calls_retried_total{teacher=\"qwen\"} 3",
        "retort_queueing_seconds{teacher=\"qwen\",quantile=\"0.99\"} 0.3",
        "retort_queueing_seconds_count{teacher=\"qwen\"} 10",
        "retort_tokens_total{teacher=\"qwen\",direction=\"in\"} 700",
        "retort_ledger_records_total{teacher=\"qwen\"} 11", "retort_step_units{step=\"read\",state=\"dropped\"} 2",
        "retort_step_units{step=\"respond\",state=\"kept\"} 4",
        "retort_step_units{step=\"respond\",state=\"pending\"} 3", "# TYPE retort_calls_total counter");
  }

  @Test
  void openMetricsEndsWithItsMarkAndNamesCountersWithoutTotal() {
    fill("qwen");

    wellFormed(page(true), true);
    assertThat(page(true).lines()).contains("# TYPE retort_calls counter",
        "retort_calls_total{teacher=\"qwen\",outcome=\"answered\"} 7");
  }

  @Test
  void aNameCannotLeaveItsLabel() {
    fill("a\"} 1\nretort_calls_total 99\n\\\u0000\u001b");

    wellFormed(page(false), false);
    assertThat(page(false).lines()).noneMatch(line -> line.startsWith("retort_calls_total 99"));
  }

  @Test
  void beforeTheRunBeginsThePageIsShortButWhole() {
    wellFormed(page(false), false);
    assertThat(page(false)).contains("retort_info").doesNotContain("retort_calls_total");
  }

  @Test
  void itIsServedOnLoopbackToThoseWhoNameThisMachine() throws Exception {
    fill("qwen");
    try (MetricsPage page = MetricsPage.open(0, figures); HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create(page.address());
      HttpResponse<String> plain = client.send(HttpRequest.newBuilder(uri).build(),
          HttpResponse.BodyHandlers.ofString());
      assertThat(plain.statusCode()).isEqualTo(200);
      assertThat(plain.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(plain.body()).contains("retort_calls_total{teacher=\"qwen\"");
      HttpResponse<String> open = client.send(
          HttpRequest.newBuilder(uri).header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
              .build(),
          HttpResponse.BodyHandlers.ofString());
      assertThat(open.body()).endsWith("# EOF\n");
      assertThat(client.send(HttpRequest.newBuilder(uri.resolve("/")).build(), HttpResponse.BodyHandlers.ofString())
          .statusCode()).isEqualTo(404);
      assertThat(asked(uri.getPort(), "evil.example:80")).startsWith("HTTP/1.1 403").doesNotContain("qwen");
      assertThat(asked(uri.getPort(), "localhost:" + uri.getPort())).startsWith("HTTP/1.1 200");
    }
  }

  private static String asked(int port, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
          .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aPortThatIsTakenOrNoneIsTheUsersToMend() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> MetricsPage.open(taken.getLocalPort(), figures)).isInstanceOf(UserError.class)
          .hasMessageContaining("--metrics: port " + taken.getLocalPort() + " cannot be had")
          .hasMessageContaining("0 for any");
    }
    for (int port : List.of(-1, 65_536)) {
      assertThatThrownBy(() -> MetricsPage.open(port, figures)).isInstanceOf(UserError.class)
          .hasMessageContaining("found " + port);
    }
  }
}
