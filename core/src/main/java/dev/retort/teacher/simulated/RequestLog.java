package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import dev.retort.row.Row;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Appends every request to a file, one line of JSON each, before it is answered: the independent count of what was
/// asked.
final class RequestLog implements Closeable {
  private final FileChannel file;
  private final ReentrantLock lock = new ReentrantLock();
  private long sequence;

  RequestLog(Path path) throws IOException {
    this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  /// What was asked.
  /// @param sha256 of the canonical body, or of its bytes where it is not JSON
  /// @param call what the client calls it by; empty where it does not say
  record Asked(String path, @Nullable String model, String sha256, String call, int attempt) {
    static Asked of(String path, Body body, String call, int attempt) {
      JsonNode model = body.node().get("model");
      String named = model != null && model.isString() ? model.stringValue() : null;
      byte[] hashed = body.canonical().getBytes(StandardCharsets.UTF_8);
      return new Asked(path, named, HexFormat.of().formatHex(Row.sha256().digest(hashed)), call, attempt);
    }
  }

  /// @param status what is answered; 0 where the connection is reset instead
  void append(Asked asked, @Nullable Fault fault, int status) throws IOException {
    ObjectNode line = Json.MAPPER.createObjectNode();
    lock.lock();
    try {
      line.put("sequence", ++sequence).put("time", Instant.now().toString()).put("path", asked.path())
          .put("model", asked.model()).put("sha256", asked.sha256()).put("call", asked.call())
          .put("attempt", asked.attempt()).put("fault", fault == null ? null : fault.word()).put("status", status);
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      file.write(bytes);
      if (bytes.hasRemaining()) {
        throw new IOException("the request log took only a part of a line");
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
