package dev.retort.teacher.http;

import dev.retort.teacher.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The way to a server: through a proxy or straight, and whose certificates count.
///
/// @param proxy an HTTP proxy, such as `http://proxy.example:3128`
/// @param proxyLogin `user:password` for it
/// @param caFile certificates (PEM) that count instead of those of the JDK
public record Transport(@Nullable URI proxy, @Nullable Secret proxyLogin, @Nullable Path caFile) {
  public static final Transport DIRECT = new Transport(null, null, null);

  /// @throws IllegalArgumentException saying which option is wrong, without what may be secret
  public Transport {
    if (proxy != null) {
      checkProxy(proxy);
    }
    if (proxyLogin != null && proxy == null) {
      throw new IllegalArgumentException("proxy_login is given without 'proxy'. Give the proxy's address, too.");
    }
    if (proxyLogin != null && proxyLogin.reveal().indexOf(':') < 1) {
      throw new IllegalArgumentException("proxy_login (%s) must be user:password.".formatted(proxyLogin));
    }
    if (caFile != null && !Files.isRegularFile(caFile)) {
      throw new IllegalArgumentException("ca_file: there is no file %s. Name a file of certificates in PEM."
          .formatted(caFile));
    }
  }

  private static void checkProxy(URI proxy) {
    if (proxy.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "proxy has a user name in it, and a recipe must hold no password. Write it as proxy_login: \"${NAME}\".");
    }
    String path = proxy.getRawPath();
    boolean bare = path == null || path.isEmpty() || path.equals("/");
    if (!"http".equals(proxy.getScheme()) || proxy.getHost() == null || proxy.getPort() < 1 || !bare) {
      throw new IllegalArgumentException("proxy must be http://HOST:PORT, not " + proxy);
    }
  }

}
