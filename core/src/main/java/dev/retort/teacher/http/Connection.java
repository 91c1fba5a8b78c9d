package dev.retort.teacher.http;

import dev.retort.teacher.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a recipe says a server is reached, where it is not reached straight.
///
/// @param proxy an HTTP proxy, such as `http://proxy.example:3128`
/// @param proxyLogin `user:password` for it, written as `${NAME_OF_AN_ENVIRONMENT_VARIABLE}`
/// @param caFile certificates (PEM) that count instead of those of the JDK; relative to the recipe
public record Connection(@Nullable String proxy, @Nullable Secret proxyLogin, @Nullable String caFile) {
  public static final Connection STRAIGHT = new Connection(null, null, null);

  /// What is wrong with it.
  /// @param base the recipe's folder
  public List<String> problems(Path base) {
    try {
      transport(base);
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of("connection: " + e.getMessage());
    }
  }

  /// @param base the recipe's folder
  /// @throws IllegalArgumentException saying which option is wrong
  public Transport transport(Path base) {
    return new Transport(proxy == null ? null : address(proxy), proxyLogin,
        caFile == null ? null : base.resolve(caFile).normalize());
  }

  private static URI address(String proxy) {
    try {
      return URI.create(proxy.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("proxy must be http://HOST:PORT");
    }
  }
}
