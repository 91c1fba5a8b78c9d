package dev.retort.teacher.http;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/// A file on its way to a server, sent as it is read.
public sealed interface Upload {
  String contentType();

  BodyPublisher body() throws FileNotFoundException;

  /// The file as one part of a form (`multipart/form-data`), beside fields.
  /// @param boundary stands between the parts, and in none of them
  record Form(Map<String, String> fields, Path file, String boundary) implements Upload {
    public Form {
      fields = Map.copyOf(fields);
    }

    public Form(Map<String, String> fields, Path file) {
      this(fields, file, "retort-" + UUID.randomUUID());
    }

    @Override
    public String contentType() {
      return "multipart/form-data; boundary=" + boundary;
    }

    @Override
    public BodyPublisher body() throws FileNotFoundException {
      StringBuilder head = new StringBuilder();
      fields.forEach((name, value) -> head.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
          .formatted(boundary, name, value)));
      head.append("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n".formatted(boundary,
          file.getFileName())).append("Content-Type: application/jsonl\r\n\r\n");
      return BodyPublishers.concat(text(head.toString()), BodyPublishers.ofFile(file),
          text("\r\n--%s--\r\n".formatted(boundary)));
    }
  }

  /// The lines of a file as the elements of a JSON array: `prefix`, the lines with commas between, `suffix`.
  /// @param file lines of JSON, the commas at their ends but for the last
  record Array(String prefix, Path file, String suffix) implements Upload {
    @Override
    public String contentType() {
      return "application/json";
    }

    @Override
    public BodyPublisher body() throws FileNotFoundException {
      return BodyPublishers.concat(text(prefix), BodyPublishers.ofFile(file), text(suffix));
    }
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }
}
