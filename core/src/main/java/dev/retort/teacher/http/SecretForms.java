package dev.retort.teacher.http;

import dev.retort.row.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The ways a secret may come back in a server's words: as it is, or encoded as JSON, HTML, URLs or base64 do.
final class SecretForms {
  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");
  /// A shorter piece of base64 may be part of any word.
  private static final int SHORTEST_PIECE = 8;

  private SecretForms() {}

  static Set<String> of(String secret) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(secret);
    StringBuilder quoted = new StringBuilder();
    Json.quote(secret, quoted);
    String json = quoted.substring(1, quoted.length() - 1);
    forms.add(json);
    forms.add(json.replace("/", "\\/"));
    String html = secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    forms.add(html);
    forms.add(html.replace("\"", "&quot;").replace("'", "&#39;"));
    forms.add(html.replace("\"", "&#34;").replace("'", "&#39;"));
    String percent = URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20");
    forms.add(percent);
    forms.add(percent.replace("%20", "+"));
    forms.add(ESCAPE.matcher(percent).replaceAll(match -> match.group().toLowerCase(Locale.ROOT)));
    base64(secret.getBytes(StandardCharsets.UTF_8), forms);
    return forms;
  }

  /// Whatever stands before and after a secret in what was encoded, its own bits give one of three texts.
  private static void base64(byte[] secret, Set<String> forms) {
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + secret.length];
      System.arraycopy(secret, 0, shifted, before, secret.length);
      int from = Math.ceilDiv(before * 8, 6);
      int to = shifted.length * 8 / 6;
      if (to - from >= SHORTEST_PIECE) {
        String piece = Base64.getEncoder().encodeToString(shifted).substring(from, to);
        forms.add(piece);
        forms.add(piece.replace('+', '-').replace('/', '_'));
      }
    }
  }
}
