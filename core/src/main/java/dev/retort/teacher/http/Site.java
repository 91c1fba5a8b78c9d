package dev.retort.teacher.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// One address and the headers each request to it carries, encoded once.
final class Site {
  private final URI uri;
  private final Map<String, String> headers;
  private final Origin origin;
  private final byte[] get;
  private final byte[] post;

  /// Where connections lead.
  record Origin(String host, int port, boolean tls) {

    /// Once a call: a record's own takes a long way, through method handles.
    @Override
    public int hashCode() {
      return host.hashCode() * 31 + port;
    }
  }

  /// @param headers values of printable ASCII
  Site(URI uri, Map<String, String> headers) {
    this.uri = uri;
    this.origin = origin(uri);
    Map<String, String> all = new LinkedHashMap<>();
    if (headers.keySet().stream().noneMatch(name -> name.equalsIgnoreCase("User-Agent"))) {
      all.put("User-Agent", "retort");
    }
    all.putAll(headers);
    this.headers = all;
    String host = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    StringBuilder lines = new StringBuilder(target(uri)).append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
    all.forEach((name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
    this.get = ("GET " + lines).getBytes(StandardCharsets.US_ASCII);
    this.post = ("POST " + lines + "Content-Type: application/json\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static String target(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  URI uri() {
    return uri;
  }

  Map<String, String> headers() {
    return headers;
  }

  Origin origin() {
    return origin;
  }

  private static Origin origin(URI uri) {
    String host = uri.getHost();
    boolean bracketed = host.startsWith("[");
    boolean tls = "https".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    return new Origin(bracketed ? host.substring(1, host.length() - 1) : host, port, tls);
  }

  /// Request line and headers up to those that change by request.
  byte[] head(boolean posts) {
    return posts ? post : get;
  }
}
