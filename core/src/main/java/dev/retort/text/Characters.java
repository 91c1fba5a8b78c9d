package dev.retort.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Characters of a text, as code points, put one after the other.
final class Characters {
  private int[] points;
  private int length;

  Characters(int expected) {
    this.points = new int[Math.max(16, expected)];
  }

  static Characters of(String text) {
    Characters all = new Characters(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      all.add(text.codePointAt(i));
    }
    return all;
  }

  void add(int point) {
    if (length == points.length) {
      points = Arrays.copyOf(points, length * 2);
    }
    points[length++] = point;
  }

  void add(int first, int second, int third) {
    add(first);
    add(second);
    add(third);
  }

  int at(int index) {
    return points[index];
  }

  int length() {
    return length;
  }

  /// What stands between white space.
  List<String> words() {
    List<String> words = new ArrayList<>(length / 5 + 1);
    int start = 0;
    for (int i = 0; i <= length; i++) {
      if (i == length || PythonSpace.is(points[i])) {
        if (i > start) {
          words.add(new String(points, start, i - start));
        }
        start = i + 1;
      }
    }
    return words;
  }
}
