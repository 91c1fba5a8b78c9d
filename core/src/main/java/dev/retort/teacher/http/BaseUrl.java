package dev.retort.teacher.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/// A server's base URL, checked and written in one way.
public final class BaseUrl {
  private BaseUrl() {}

  /// Host in lower case, no default port, no slash at the end.
  /// @throws IllegalArgumentException when it is no URL of a server, or holds a key
  public static URI of(String baseUrl) {
    URI uri = parse(baseUrl);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!List.of("http", "https").contains(scheme) || uri.getHost() == null) {
      throw new IllegalArgumentException("base_url must begin with http:// or https:// and name a host");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "base_url has a user name, a '?' or a '#'. Give keys as 'api_key' or in 'headers'.");
    }
    boolean usual = uri.getPort() == (scheme.equals("http") ? 80 : 443);
    String port = uri.getPort() < 0 || usual ? "" : ":" + uri.getPort();
    return URI.create(
        scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + uri.getRawPath().replaceAll("/+$", ""));
  }

  private static URI parse(String baseUrl) {
    try {
      return URI.create(baseUrl.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("base_url is no URL. Write it as http://127.0.0.1:8000/v1.");
    }
  }
}
