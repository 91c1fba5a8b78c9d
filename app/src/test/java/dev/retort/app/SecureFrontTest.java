package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.app.Library.Fleet;
import dev.retort.app.Library.Simulation;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SecureFrontTest {
  private static final String RECIPE = """
      recipe: secure
      random_seed: 7
      intended_use: research
      teachers:
        model:
          openai: {base_url: "%s", model: sim-scholar, server: {connection: {ca_file: %s}}}
      steps:
        - simulated_chats: {rows: 5}
        - respond: {teachers: [model], context: original}
        - write: {path: export, layout: chat, format: jsonl}
      """;

  @TempDir
  private Path folder;

  @Test
  void aRunThatTrustsItGoesThroughAndNobodyElseDoes() throws Exception {
    try (Fleet fleet = new LocalLibrary().simulate(new Simulation(0, 0, null, 0, Map.of()));
        SecureFront front = SecureFront.before(URI.create(fleet.baseUrl()), folder)) {
      assertThat(front.baseUrl()).startsWith("https://127.0.0.1:").endsWith("/v1");
      Path recipe = Files.writeString(folder.resolve("recipe.yaml"),
          RECIPE.formatted(front.baseUrl(), front.certificate().getFileName()));
      Typed.retort("run", recipe, "--run", folder.resolve("run")).ended(0);
      URI address = URI.create(front.baseUrl());
      try (SSLSocket wary = (SSLSocket) SSLSocketFactory.getDefault().createSocket("127.0.0.1", address.getPort())) {
        assertThatThrownBy(wary::startHandshake).isInstanceOf(SSLException.class);
      }
    }
  }
}
