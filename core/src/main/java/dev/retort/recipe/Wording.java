package dev.retort.recipe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Words of messages: quoted hostile text, lists of known names, near misses.
public final class Wording {
  private static final int LONGEST = 60;
  private static final int LONGEST_LIST = 60;

  private Wording() {}

  /// The text in quotes, on one line, cut where it is long.
  public static String quote(String text) {
    return "'" + cut(text) + "'";
  }

  static String cut(String text) {
    StringBuilder out = new StringBuilder();
    int count = 0;
    for (int i = 0; i < text.length();) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (count++ == LONGEST) {
        return out.append("...").toString();
      }
      if (c == '\n') {
        out.append("\\n");
      } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
          || Character.getType(c) == Character.SURROGATE) {
        out.append("\\u{").append(Integer.toHexString(c)).append('}');
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }

  /// `Did you mean 'x'?` where one is near, then all that are known.
  public static String instead(String found, Collection<String> known) {
    String near = near(found, known);
    String all = known.isEmpty() ? "None is known here." : "Known: " + list(known) + ".";
    return near.isEmpty() ? all : "Did you mean '" + near + "'? " + all;
  }

  public static String list(Collection<String> names) {
    List<String> sorted = new ArrayList<>(names);
    return sorted.size() <= LONGEST_LIST
        ? String.join(", ", sorted)
        : String.join(", ", sorted.subList(0, LONGEST_LIST)) + ", and " + (sorted.size() - LONGEST_LIST) + " more";
  }

  /// The known name that takes fewest slips of the hand to become `found`; empty when none is near.
  static String near(String found, Collection<String> known) {
    String best = "";
    int least = Math.max(1, found.length() / 3) + 1;
    for (String name : known) {
      if (found.length() <= 80 && Math.abs(name.length() - found.length()) < least) {
        int slips = slips(found.toLowerCase(Locale.ROOT).replace('-', '_'), name);
        if (slips < least) {
          least = slips;
          best = name;
        }
      }
    }
    return best;
  }

  /// Damerau-Levenshtein distance in its restricted form: insert, delete, change, or swap two neighbours.
  static int slips(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] above = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        row[j] = swapped ? Math.min(row[j], before[j - 2] + 1) : row[j];
      }
      int[] free = before;
      before = above;
      above = row;
      row = free;
    }
    return above[b.length()];
  }
}
