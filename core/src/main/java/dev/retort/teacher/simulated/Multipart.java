package dev.retort.teacher.simulated;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the file out of a form (`multipart/form-data`).
final class Multipart {
  private static final Pattern BOUNDARY = Pattern.compile("multipart/form-data;\\s*boundary=\"?([^\";]{1,70})\"?");
  private static final Pattern FILE = Pattern.compile("(?i)content-disposition:[^\r\n]*;\\s*filename=");

  private Multipart() {}

  /// @throws BadAsk when the form has no file
  static byte[] file(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw new BadAsk(400, "invalid_value", "a form with a boundary is wanted, not '%s'".formatted(contentType));
    }
    String text = new String(body, StandardCharsets.ISO_8859_1); // one character a byte
    String mark = "--" + boundary.group(1);
    int at = text.indexOf(mark);
    while (at >= 0) {
      int from = text.indexOf("\r\n\r\n", at);
      int next = text.indexOf("\r\n" + mark, at + mark.length());
      if (from < 0 || next < from) {
        break;
      }
      if (FILE.matcher(text.substring(at, from)).find()) {
        return Arrays.copyOfRange(body, from + 4, next);
      }
      at = next + 2;
    }
    throw new BadAsk(400, "invalid_value", "the form has no file");
  }
}
