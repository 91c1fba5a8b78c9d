package dev.retort.recipe;

import dev.retort.UserError;
import dev.retort.recipe.KindInfo.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Knows the steps and teacher kinds there are: Retort's own and those of plug-in folders.
///
/// The processor wrote their names into every jar that has some, so nothing is scanned and no class is loaded before a
/// recipe names it.
public final class Catalogue {
  private static final String FOLDER = "META-INF/retort/";

  private final ClassLoader loader;
  private final Map<Role, TreeMap<String, Listed>> listed = new EnumMap<>(Role.class);

  /// @param source the folder or jar that brought it
  private record Listed(String className, String source) {}

  private Catalogue(ClassLoader loader) {
    this.loader = loader;
    for (Role role : Role.values()) {
      listed.put(role, new TreeMap<>());
    }
    for (String url : resources("names.tsv")) {
      text(url).lines().filter(line -> !line.isEmpty()).forEach(line -> list(line, url));
    }
  }

  /// Everything the class loader sees.
  /// @throws UserError when a name stands twice
  public static Catalogue of(ClassLoader loader) {
    return new Catalogue(loader);
  }

  /// Retort's own and the jars of the folders, by name.
  /// @throws UserError when a folder is missing or holds no jar, when a jar is broken, or a name stands twice
  public static Catalogue load(List<Path> pluginFolders) {
    ClassLoader own = Catalogue.class.getClassLoader();
    if (pluginFolders.isEmpty()) {
      return of(own);
    }
    List<URL> jars = new ArrayList<>();
    for (Path folder : pluginFolders) {
      for (Path jar : jars(folder)) {
        jars.add(url(jar));
      }
    }
    return of(new URLClassLoader("plugins", jars.toArray(URL[]::new), own));
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserError("--plugins %s: no such folder. Name a folder that holds step jars.".formatted(folder));
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      if (jars.isEmpty()) {
        throw new UserError("--plugins %s: the folder holds no .jar file. Build the plug-in first.".formatted(folder));
      }
      return jars;
    } catch (IOException e) {
      throw new UserError("--plugins %s: cannot be read (%s).".formatted(folder, e.getMessage()));
    }
  }

  private static URL url(Path jar) {
    try (JarFile opened = new JarFile(jar.toFile())) {
      opened.size();
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UserError("%s: not a jar (%s). Build it again, or take it out.".formatted(jar, e.getMessage()));
    }
  }

  private Set<String> resources(String name) {
    Set<String> urls = new LinkedHashSet<>();
    try {
      for (URL url : Collections.list(loader.getResources(FOLDER + name))) {
        urls.add(url.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return urls;
  }

  private static String text(String url) {
    try {
      URLConnection connection = URI.create(url).toURL().openConnection();
      connection.setUseCaches(false);
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UserError("%s: cannot be read (%s). Build it again.".formatted(url, e.getMessage()));
    }
  }

  private void list(String line, String url) {
    String[] parts = line.split("\t", -1);
    Role role = Role.of(parts[0]);
    if (parts.length != 3 || role == null) {
      throw new UserError("%s: found the line '%s', which this version of Retort does not know. Build it again."
          .formatted(url, Wording.cut(line)));
    }
    String source = url.replaceFirst("^jar:", "").replaceFirst("^file:", "").replaceFirst("!?/?" + FOLDER + ".*$", "");
    Listed earlier = names(role).put(parts[1], new Listed(parts[2], source));
    if (earlier != null) {
      throw new UserError("%s '%s': it stands in %s and in %s. Take one of them out.".formatted(role.word(), parts[1],
          earlier.source, source));
    }
  }

  private TreeMap<String, Listed> names(Role role) {
    TreeMap<String, Listed> names = listed.get(role);
    if (names == null) {
      throw new IllegalStateException(role.word());
    }
    return names;
  }

  /// Names of all steps, sorted.
  public Set<String> steps() {
    return names(Role.STEP).keySet();
  }

  /// Names of all kinds of teachers, sorted.
  public Set<String> teachers() {
    return names(Role.TEACHER).keySet();
  }

  Set<String> all(Role role) {
    return names(role).keySet();
  }

  /// The record that a name stands for.
  /// @throws UserError when there is no such name, or its class cannot be used
  public Class<? extends Record> type(Role role, String name) {
    Listed entry = names(role).get(name);
    if (entry == null) {
      throw new UserError("%s '%s': there is none of that name. %s".formatted(role.word(), Wording.cut(name),
          Wording.instead(name, all(role))));
    }
    try {
      Class<?> found = Class.forName(entry.className, false, loader);
      if (found.isRecord() && role.contract().isAssignableFrom(found)) {
        return found.asSubclass(Record.class);
      }
      throw unusable(role, name, entry, "is no record that implements " + role.contract().getName());
    } catch (ClassNotFoundException | LinkageError e) {
      throw unusable(role, name, entry, "cannot be loaded: " + e);
    }
  }

  private static UserError unusable(Role role, String name, Listed entry, String why) {
    return new UserError("%s '%s': its class %s in %s %s. Build the plug-in again with this version of Retort."
        .formatted(role.word(), name, entry.className, entry.source, why));
  }

  /// What the source says of a kind.
  /// @throws UserError when there is no such name
  public KindInfo info(Role role, String name) {
    String className = type(role, name).getName();
    for (String url : resources("catalogue.json")) {
      KindInfo info = KindInfo.find(role, className, text(url));
      if (info != null) {
        return info;
      }
    }
    throw new UserError("%s '%s': no catalogue tells of it. Build the plug-in again.".formatted(role.word(), name));
  }

  /// The reference page of a kind, in Markdown.
  /// @throws UserError when there is no such name or no page
  public String page(Role role, String name) {
    type(role, name);
    @Nullable
    URL url = loader.getResource(FOLDER + "reference/" + role.word() + "s/" + name + ".md");
    if (url == null) {
      throw new UserError("%s '%s': it has no reference page. Build the plug-in again.".formatted(role.word(), name));
    }
    return text(url.toString());
  }
}
