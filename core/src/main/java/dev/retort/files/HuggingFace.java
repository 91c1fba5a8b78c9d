package dev.retort.files;

import dev.retort.UserError;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Fetches `hf://datasets/OWNER/NAME[@REVISION]/FILE` and `hf:OWNER/NAME[@REVISION]/FILE`, a model's, into a cache, once.
///
/// The token of the environment variable `HF_TOKEN` goes to the endpoint only, never to a host it redirects to.
public final class HuggingFace {
  private static final Pattern ADDRESS = Pattern
      .compile("hf:(//datasets/)?([\\w-][\\w.-]*)/([\\w-][\\w.-]*?)(?:@([\\w-][\\w.-]*))?/(.+)");

  private final URI endpoint;
  private final @Nullable String token;
  private final Path cache;

  public HuggingFace(URI endpoint, @Nullable String token, Path cache) {
    this.endpoint = endpoint;
    this.token = token == null || token.isBlank() ? null : token.strip();
    this.cache = cache;
  }

  /// As the environment says: `HF_ENDPOINT`, `HF_TOKEN`, and `RETORT_CACHE` or `XDG_CACHE_HOME`.
  public static HuggingFace of(Map<String, String> environment) {
    return new HuggingFace(endpoint(environment), environment.get("HF_TOKEN"), cache(environment).resolve("hf"));
  }

  private static URI endpoint(Map<String, String> environment) {
    String given = environment.getOrDefault("HF_ENDPOINT", "").strip();
    String endpoint = given.isEmpty() ? "https://huggingface.co" : given;
    if (!endpoint.matches("https?://[^\\s?#@]+")) {
      throw new UserError("HF_ENDPOINT: found no web address in it, wanted https://HOST. Correct or unset it.");
    }
    return URI.create(endpoint);
  }

  /// Where Retort keeps what it can fetch or compute again.
  public static Path cache(Map<String, String> environment) {
    String own = environment.getOrDefault("RETORT_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own).toAbsolutePath();
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    return caches.resolve("retort").toAbsolutePath();
  }

  public static boolean isAddress(String path) {
    return path.startsWith("hf:");
  }

  /// The cached file of an address; it is there or not.
  public Path place(String address) {
    Matcher parts = parts(address);
    Path place = cache.resolve(parts.group(1) == null ? "models" : "datasets").resolve(parts.group(2))
        .resolve(parts.group(3)).resolve(revision(parts));
    for (String name : parts.group(5).split("/", -1)) {
      if (name.isEmpty() || name.startsWith(".") || name.contains("\\")) {
        throw new UserError("%s: '%s' is no name of a file.".formatted(address, parts.group(5)));
      }
      place = place.resolve(name);
    }
    return place;
  }

  private static Matcher parts(String address) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      throw new UserError("%s: found no address of a file on the Hugging Face hub, wanted ".formatted(address)
          + "hf://datasets/OWNER/NAME[@REVISION]/FILE or, of a model, hf:OWNER/NAME[@REVISION]/FILE. Correct it.");
    }
    return parts;
  }

  private static String revision(Matcher parts) {
    return Objects.requireNonNullElse(parts.group(4), "main");
  }

  /// The file of an address, fetched unless the cache has it.
  public Path fetch(String address) {
    Path place = place(address);
    if (!Files.isRegularFile(place)) {
      Matcher parts = parts(address);
      String path = "%s/%s/%s/resolve/%s/%s".formatted(parts.group(1) == null ? "" : "/datasets", parts.group(2),
          parts.group(3), revision(parts), parts.group(5));
      new HubDownload(URI.create(endpoint.toString().replaceAll("/+$", "") + encoded(address, path)), token).to(place);
    }
    return place;
  }

  private static String encoded(String address, String path) {
    try {
      return new URI(null, null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new UserError("%s: %s. Correct the address.".formatted(address, e.getMessage()));
    }
  }
}
