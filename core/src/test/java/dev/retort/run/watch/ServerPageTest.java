package dev.retort.run.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.watch.ServerPage.Figure;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerPageTest {

  @Test
  void aPageOfVllmWithTwoEnginesIsJoined() {
    String page = """
        # HELP vllm:num_requests_running Number of requests in model execution batches.
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running{engine="0",model_name="Qwen/Qwen2.5-72B-Instruct"} 12.0
        vllm:num_requests_running{engine="1",model_name="a } b \\" c"} 3.0
        vllm:num_requests_waiting{engine="0"} 1e1
        vllm:num_requests_waiting_by_reason{reason="capacity"} 99
        vllm:kv_cache_usage_perc{engine="0"} 0.25
        vllm:kv_cache_usage_perc{engine="1"} 0.75 1700000000000
        vllm:gpu_cache_usage_perc{engine="0"} 0.99
        vllm:num_preemptions_total{engine="0"} 4.0
        vllm:num_preemptions_created{engine="0"} 1.7e+09
        """;

    assertThat(ServerPage.read(page)).isEqualTo(Map.of(Figure.RUNNING, 15.0, Figure.WAITING, 10.0,
        Figure.KV_CACHE_USAGE, 0.75, Figure.PREEMPTIONS, 4.0));
  }

  @Test
  void otherServersAndEarlierNamesAreKnown() {
    assertThat(ServerPage.read("vllm:gpu_cache_usage_perc 0.5")).isEqualTo(Map.of(Figure.KV_CACHE_USAGE, 0.5));
    assertThat(ServerPage.read("sglang:num_running_reqs{model_name=\"m\"} 2\nsglang:num_queue_reqs 7\r\n"))
        .isEqualTo(Map.of(Figure.RUNNING, 2.0, Figure.WAITING, 7.0));
    assertThat(ServerPage.read("llamacpp:requests_processing 1\nllamacpp:requests_deferred 46"))
        .isEqualTo(Map.of(Figure.RUNNING, 1.0, Figure.WAITING, 46.0));
    assertThat(ServerPage.read("DCGM_FI_DEV_FB_USED{gpu=\"0\"} 70000\nDCGM_FI_DEV_FB_USED{gpu=\"1\"} 2"))
        .isEqualTo(Map.of(Figure.GPU_MEMORY_MIB, 70002.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "<html>not found</html>", "vllm:num_requests_running",
      "vllm:num_requests_running{", "vllm:num_requests_running{a=\"}", "vllm:num_requests_running NaN",
      "vllm:num_requests_running +Inf", "vllm:num_requests_running -1", "vllm:num_requests_running {} {} 3x",
      "vllm:num_requests_running 1e999", " vllm:num_requests_running 3", "{} 3", "vllm:num_requests_running{a=\"\\",
      "\u0000\uFFFF\ud800", "# vllm:num_requests_running 3"})
  void whatIsNoSampleTellsNothing(String page) {
    assertThat(ServerPage.read(page)).isEmpty();
    assertThat(new ServerSeries().add(page)).isFalse();
  }

  @Test
  void endlessLinesAndPagesTakeNoTime() {
    String line = "vllm:num_requests_running{a=\"" + "\\\\\"{".repeat(3_000_000) + "\"} 5\n";
    String many = "vllm:num_requests_running 1\n".repeat(2_000_000);

    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
      assertThat(ServerPage.read(line)).isEmpty();
      assertThat(ServerPage.read(many).get(Figure.RUNNING)).isLessThan(ServerPage.LONGEST_PAGE / 27.0);
    });
  }

  @Test
  void gaugesHaveARangeAndCountersWhatWasAdded() {
    ServerSeries series = new ServerSeries();
    assertThat(series.figures()).isNull();
    for (String page : new String[]{"vllm:kv_cache_usage_perc 0.2\nvllm:num_preemptions_total 10",
        "vllm:kv_cache_usage_perc 0.6\nvllm:num_preemptions_total 13",
        "vllm:kv_cache_usage_perc 0.1\nvllm:num_preemptions_total 2"}) {
      assertThat(series.add(page)).isTrue();
    }

    ServerFigures figures = Objects.requireNonNull(series.figures());
    assertThat(figures.looks()).isEqualTo(3);
    assertThat(figures.counted()).as("a server that began anew counts from 0").containsEntry("preemptions", 5.0);
    ServerFigures.Range usage = Objects.requireNonNull(figures.gauges().get("kv_cache_usage"));
    assertThat(usage.min()).isEqualTo(0.1);
    assertThat(usage.mean()).isBetween(0.2999, 0.3001);
    assertThat(usage.max()).isEqualTo(0.6);
  }
}
