package dev.retort.recipe;

import dev.retort.recipe.Node.Entry;
import dev.retort.recipe.Node.Kind;
import dev.retort.recipe.Node.Mark;
import dev.retort.recipe.Node.Scalar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.JsonScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads YAML into nodes: one document, no aliases, no tags, no key twice, not too deep.
///
/// It follows the parser's events instead of letting a tree be composed, for composing recurses and a few thousand
/// brackets overflow its stack.
final class NodeReader {
  static final int DEEPEST = 50;
  private static final JsonScalarResolver RESOLVER = new JsonScalarResolver();

  private final String source;
  private final boolean lines;
  private final Problems problems;
  private final Deque<Frame> open = new ArrayDeque<>();
  private @Nullable Node root;

  private NodeReader(String source, boolean lines, Problems problems) {
    this.source = source;
    this.lines = lines;
    this.problems = problems;
  }

  /// A list or a mapping that is not closed yet.
  private static final class Frame {
    final Mark at;
    final Place place;
    final boolean mapping;
    final List<Node> items = new ArrayList<>();
    final List<Entry> entries = new ArrayList<>();
    final Map<String, Mark> keys = new HashMap<>();
    @Nullable
    Scalar key;
    boolean keyIsNoText;

    Frame(Mark at, Place place, boolean mapping) {
      this.at = at;
      this.place = place;
      this.mapping = mapping;
    }

    boolean wantsKey() {
      return mapping && key == null && !keyIsNoText;
    }

    Place next() {
      Scalar current = key;
      return !mapping ? place.item(items.size()) : current == null ? place : place.key(current.text());
    }
  }

  /// The only document of the text; null when there is none or the text is not YAML, which `problems` then tells.
  /// @param source the file as messages name it
  static @Nullable Node file(String source, String text, Problems problems) {
    return new NodeReader(source, true, problems).read(text);
  }

  /// A value given without a file, such as by `--set` or as a default.
  static @Nullable Node value(String source, String text, Problems problems) {
    Node node = new NodeReader(source, false, problems).read(text);
    return node != null || !text.isBlank() ? node : new Scalar("", Kind.NULL, true, new Mark(source, 0, 0));
  }

  private @Nullable Node read(String text) {
    int before = problems.count();
    if (!printable(text)) {
      return null;
    }
    try {
      events(new Parse(LoadSettings.builder().setLabel(source).setCodePointLimit(Integer.MAX_VALUE).build())
          .parseString(text).iterator());
    } catch (MarkedYamlEngineException e) {
      syntax(text, e);
      return null;
    } catch (YamlEngineException e) {
      problems.add(mark(0, 0), "", "not YAML: " + Wording.cut(String.valueOf(e.getMessage())) + ". Mend the text.");
      return null;
    }
    if (root == null && problems.count() == before && lines) {
      problems.add(mark(0, 0), "", "the file is empty, a recipe was wanted. Write at least 'steps:' and a list below.");
    }
    return root;
  }

  private void events(Iterator<Event> events) {
    int documents = 0;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof DocumentStartEvent && documents++ > 0) {
        problems.add(mark(event), "",
            "a second document begins here, one was wanted. Put each into a file of its own.");
        return;
      }
      if (event instanceof CollectionStartEvent && open.size() == DEEPEST) {
        problems.add(mark(event), "", "nested deeper than " + DEEPEST + " levels. Make it flatter.");
        root = null;
        return;
      }
      take(event);
    }
  }

  private void take(Event event) {
    switch (event) {
      case CollectionStartEvent start -> {
        refuseTag(start.getTag(), start);
        open.push(new Frame(mark(start), place(), start instanceof MappingStartEvent));
      }
      case CollectionEndEvent _ -> {
        Frame frame = open.pop();
        add(frame.mapping ? new Node.Mapping(frame.entries, frame.at) : new Node.Sequence(frame.items, frame.at));
      }
      case ScalarEvent scalar -> {
        boolean refused = refuseTag(scalar.getTag(), scalar);
        add(refused ? new Node.Refused(mark(scalar)) : scalar(scalar));
      }
      case AliasEvent alias -> {
        problems.add(mark(alias), place().toString(),
            "found the alias *" + Wording.cut(alias.getAlias().getValue())
                + ", which is not read. Write the value out.");
        add(new Node.Refused(mark(alias)));
      }
      default -> {
        // Starts and ends of the stream and the document carry nothing.
      }
    }
  }

  private Place place() {
    Frame frame = open.peek();
    return frame == null ? Place.ROOT : frame.next();
  }

  private void add(Node node) {
    Frame frame = open.peek();
    if (frame == null) {
      root = node;
    } else if (!frame.mapping) {
      frame.items.add(node);
    } else if (frame.wantsKey()) {
      key(frame, node);
    } else {
      value(frame, node);
    }
  }

  private void key(Frame frame, Node node) {
    if (node instanceof Scalar scalar) {
      frame.key = scalar;
    } else {
      frame.keyIsNoText = true;
      problems.add(node.at(), frame.place.toString(), "found " + node.found() + " as a key, a plain word was wanted.");
    }
  }

  private void value(Frame frame, Node node) {
    Scalar key = frame.key;
    frame.key = null;
    frame.keyIsNoText = false;
    if (key == null) {
      return;
    }
    Mark first = frame.keys.putIfAbsent(key.text(), key.at());
    if (first == null) {
      frame.entries.add(new Entry(key.text(), key.at(), node));
    } else {
      problems.add(key.at(), frame.place.key(key.text()).toString(),
          "the key stands twice, first at " + first + ". Keep one of them.");
    }
  }

  private Scalar scalar(ScalarEvent event) {
    String text = event.getValue();
    boolean plain = event.isPlain() && event.getTag().isEmpty();
    return new Scalar(text, plain ? kind(text) : Kind.TEXT, plain, mark(event));
  }

  private static Kind kind(String text) {
    Tag tag = RESOLVER.resolve(text, true);
    if (tag.equals(Tag.INT)) {
      return Kind.INTEGER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return Kind.FLOAT;
    }
    return tag.equals(Tag.BOOL) ? Kind.BOOL : tag.equals(Tag.NULL) ? Kind.NULL : Kind.TEXT;
  }

  private boolean refuseTag(Optional<String> tag, Event event) {
    String name = tag.orElse("!");
    if (name.equals("!") || name.equals(Tag.STR.getValue())) {
      return false;
    }
    problems.add(mark(event), place().toString(),
        "found the tag " + Wording.quote(name) + ", which is not read. Leave it out.");
    return true;
  }

  private void syntax(String text, MarkedYamlEngineException e) {
    Optional<org.snakeyaml.engine.v2.exceptions.Mark> at = e.getProblemMark().or(e::getContextMark);
    Mark mark = at.map(m -> mark(m.getLine(), m.getColumn())).orElse(mark(0, 0));
    boolean tab = at.isPresent() && at.get().getIndex() < text.codePointCount(0, text.length())
        && text.codePointAt(text.offsetByCodePoints(0, at.get().getIndex())) == '\t';
    if (tab) {
      problems.add(mark, "", "found a tab, which YAML does not take here. Indent with spaces.");
      return;
    }
    String context = e.getContext() == null ? "" : " " + e.getContext();
    problems.add(mark, "", "not YAML: " + e.getProblem() + context + ". Mend the text, or quote it.");
  }

  private boolean printable(String text) {
    int line = 0;
    int column = 0;
    for (int i = 0; i < text.length();) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (!StreamReader.isPrintable(c)) {
        problems.add(mark(line, column), "",
            "found the character U+%04X, which no YAML may hold. Take it out, or write it as an escape in quotes."
                .formatted(c));
        return false;
      }
      column = c == '\n' ? 0 : column + 1;
      line += c == '\n' ? 1 : 0;
    }
    return true;
  }

  private Mark mark(Event event) {
    return event.getStartMark().map(m -> mark(m.getLine(), m.getColumn())).orElse(mark(0, 0));
  }

  private Mark mark(int line, int column) {
    return lines ? new Mark(source, line + 1, column + 1) : new Mark(source, 0, 0);
  }
}
