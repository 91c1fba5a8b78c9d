package dev.retort.teacher.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Message;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The life of the child process with a real model in it.
class ServerProcessNeedsSharedTest {

  private static final Request REQUEST = new Request.Completion("The cat", Stories.greedy(8));
  private static final String ANSWER = " and a boy were play";

  @TempDir
  Path work;

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "ABRT"})
  void afterTheChildDiedACallFailsAndTheNextStartsAnother(String signal) throws Exception {
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher(null), work)) {
      assertThat(LlamaCppNeedsSharedTest.answer(endpoint, REQUEST)).isEqualTo(ANSWER);
      ProcessHandle first = child(endpoint);
      Request endless = new Request.Completion("One day", new Sampling(1.0, null, 120, 1L,
          List.of(), Map.of("n", 128)));
      CompletableFuture<Object> outcome = new CompletableFuture<>();
      Thread asking = Thread.ofPlatform().start(() -> outcome.complete(outcome(endpoint, endless)));
      waitUntilItWaitsForTheAnswer(asking);
      kill(signal, first);
      assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(CallFailed.class,
          e -> assertThat(e.failure()).isEqualTo(Failure.CONNECTION));
      first.onExit().get(20, TimeUnit.SECONDS);
      assertThat(LlamaCppNeedsSharedTest.answer(endpoint, REQUEST)).isEqualTo(ANSWER);
      assertThat(child(endpoint).pid()).isNotEqualTo(first.pid());
    }
    assertThat(leftIn(work.resolve("teacher"))).containsExactly("llama.log");
  }

  @Test
  void theChildEndsWhenTheTeacherIsClosed() throws Exception {
    ProcessHandle child;
    try (LlamaEndpoint endpoint = Stories.open(Stories.teacher(null), work)) {
      LlamaCppNeedsSharedTest.answer(endpoint, REQUEST);
      child = child(endpoint);
      assertThat(child.isAlive()).isTrue();
    }
    child.onExit().get(20, TimeUnit.SECONDS);
    assertThat(leftIn(work.resolve("teacher"))).containsExactly("llama.log");
  }

  @Test
  void aModelThatCannotBeLoadedIsNotTriedForever() throws Exception {
    Path broken = work.resolve("broken.gguf");
    byte[] whole = Files.readAllBytes(Stories.gguf());
    Files.write(broken, Arrays.copyOf(whole, whole.length / 2));
    LlamaCpp teacher = new LlamaCpp(broken.toString(), null, null, null, 1, 1);
    try (LlamaEndpoint endpoint = Stories.open(teacher, work)) {
      for (int i = 0; i < ServerProcess.MAX_DEATHS; i++) {
        assertThatThrownBy(() -> endpoint.send(REQUEST, Stories.DEADLINE)).isInstanceOfSatisfying(CallFailed.class,
            e -> assertThat(e.failure()).isEqualTo(Failure.CONNECTION)).hasMessageContaining("while it started")
            .hasMessageContaining("llama.log");
      }
      assertThatThrownBy(() -> endpoint.send(REQUEST, Stories.DEADLINE)).isInstanceOf(CallFailed.class)
          .hasMessageContaining("ended 4 times in a row");
    }
    assertThat(work.resolve("teacher/llama.log")).content().contains("could not be loaded");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noChildOutlivesAParentThatIsKilled(boolean ownServer) throws Exception {
    String server = ownServer ? fakeServer().toString() : "";
    List<String> command = List.of(java(), "-cp", System.getProperty("java.class.path"),
        DoomedParent.class.getName(), Stories.gguf().toString(), work.toString(), server);
    Process parent = new ProcessBuilder(command).redirectError(work.resolve("parent.log").toFile()).start();
    List<ProcessHandle> children = new ArrayList<>();
    try (BufferedReader out = parent.inputReader()) {
      String line = out.readLine();
      assertThat(line).as(Files.readString(work.resolve("parent.log"))).startsWith("children ");
      for (String pid : line.substring(9).split(" ")) {
        children.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
      }
      assertThat(children).hasSize(ownServer ? 2 : 1).allMatch(ProcessHandle::isAlive);
    } finally {
      parent.destroyForcibly();
    }
    for (ProcessHandle child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void theUsersOwnServerIsStartedAndSpokenTo() throws Exception {
    LlamaCpp teacher = new LlamaCpp(Stories.gguf().toString(), fakeServer().toString(), "plain", 100, 1, 1);
    assertThat(teacher.problems(work)).isEmpty();
    List<ProcessHandle> processes = new ArrayList<>();
    try (LlamaEndpoint endpoint = Stories.open(teacher, work)) {
      assertThat(endpoint.identity()).endsWith("template=plain context=100 engine=llama-server");
      assertThat(LlamaCppNeedsSharedTest.answer(endpoint, REQUEST)).isEqualTo(ANSWER);
      assertThat(LlamaCppNeedsSharedTest.tokens(endpoint, "The cat", true)).containsExactly(1, 291, 280, 294);
      processes.add(child(endpoint));
      child(endpoint).descendants().forEach(processes::add);
      assertThat(processes).hasSize(2);
    }
    for (ProcessHandle process : processes) {
      process.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aServerThatEndsAtOnceIsTold() throws Exception {
    Path script = script("exit 3");
    LlamaCpp teacher = new LlamaCpp(Stories.gguf().toString(), script.toString(), null, null, 1, 1);
    try (LlamaEndpoint endpoint = Stories.open(teacher, work)) {
      assertThatThrownBy(() -> endpoint.send(REQUEST, Stories.DEADLINE)).isInstanceOf(CallFailed.class)
          .hasMessageContaining("llama-server ended while it started");
    }
  }

  @Test
  void theFilesOwnTemplateRendersChatsWithOneBeginningOfText() throws Exception {
    ReferenceTokenizer reference = new ReferenceTokenizer(Stories.folder().resolve("tok512.bin"));
    Path model = work.resolve("with-template.gguf");
    GgufBytes.copyWithTemplate(Stories.gguf(), model, "<s>{% for m in messages %}[{{ m.role }}] {{ m.content }}\n"
        + "{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}");
    LlamaCpp teacher = new LlamaCpp(model.toString(), null, null, null, 1, 1);
    assertThat(teacher.chatProblems(work)).isEmpty();
    try (LlamaEndpoint endpoint = Stories.open(teacher, work)) {
      Request.Chat chat = new Request.Chat(List.of(Message.of("system", "Hm"), Message.user("Hi"),
          Message.assistant("Yo"), Message.user("So")), Stories.greedy(6));
      assertThat(endpoint.rendered(chat)).isNull();
      Reply reply = endpoint.read(chat, endpoint.send(chat, Stories.DEADLINE).body());
      String text = "[system] Hm\n[user] Hi\n[assistant] Yo\n[user] So\n[assistant]";
      assertThat(reply.usage()).isEqualTo(new Reply.Usage(1 + reference.encode(text).size(), 6, false));
      Request raw = new Request.Completion(text, Stories.greedy(6));
      assertThat(reply.first().text()).isEqualTo(LlamaCppNeedsSharedTest.answer(endpoint, raw));
      Request.Chat tool = new Request.Chat(List.of(Message.user("x"), new Message("tool", "4", null, "c")),
          Stories.greedy(6));
      assertThatThrownBy(() -> endpoint.send(tool, Stories.DEADLINE)).hasMessageContaining("role \"tool\"");
    }
  }

  private static ProcessHandle child(LlamaEndpoint endpoint) {
    return Objects.requireNonNull(endpoint.process().handle());
  }

  private static Object outcome(LlamaEndpoint endpoint, Request request) {
    try {
      return endpoint.send(request, Stories.DEADLINE);
    } catch (CallFailed | InterruptedException e) {
      return e;
    }
  }

  private static void waitUntilItWaitsForTheAnswer(Thread asking) {
    while (asking.isAlive() && Arrays.stream(asking.getStackTrace()).map(StackTraceElement::getMethodName)
        .noneMatch("implRead"::equals)) {
      Thread.onSpinWait();
    }
  }

  private static void kill(String signal, ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> leftIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Path fakeServer() throws IOException {
    return script("exec '%s' --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir='%s' -cp '%s' %s \"$@\"".formatted(
        java(), Files.createDirectories(work.resolve("fake")), System.getProperty("java.class.path"),
        FakeLlamaServer.class.getName()));
  }

  private Path script(String line) throws IOException {
    Path script = Files.writeString(work.resolve("llama-server"), "#!/bin/sh\n" + line + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
