package dev.retort.measure.style;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/// A text read as Markdown: how many elements it renders to, and its prose.
///
/// The dialect is CommonMark with the tables of GitHub. Elements are those of the rendered HTML: a block of code is a `pre`
/// and a `code`, a paragraph in a tight list is no `p`, raw HTML is text. Only the first [#LIMIT] characters are read, so
/// that no text, however built, takes more than seconds; a text nested too deeply to be read counts as one paragraph.
///
/// @param tags counts by the order of [MarkdownTag]
/// @param blocks the text of each paragraph, heading and table cell, without marks; no blocks of code
/// @param whole whether all of the text was read as Markdown
record MarkdownText(int[] tags, List<String> blocks, boolean whole) {
  static final int LIMIT = 30_000;

  static Parser parser() {
    return Parser.builder().extensions(List.of(TablesExtension.create())).build();
  }

  static MarkdownText of(Parser parser, String text) {
    String start = text.length() > LIMIT ? text.substring(0, LIMIT) : text;
    try {
      Walk walk = new Walk();
      walk.all(parser.parse(start));
      return new MarkdownText(walk.tags, List.copyOf(walk.blocks), start.length() == text.length());
    } catch (StackOverflowError e) {
      int[] one = new int[MarkdownTag.values().length];
      one[MarkdownTag.P.ordinal()] = 1;
      return new MarkdownText(one, List.of(start), false);
    }
  }

  int count(MarkdownTag tag) {
    return tags[tag.ordinal()];
  }

  /// Goes through the nodes without recursion.
  private static final class Walk {
    private final int[] tags = new int[MarkdownTag.values().length];
    private final List<String> blocks = new ArrayList<>();
    private final StringBuilder block = new StringBuilder();

    void all(Node root) {
      Node node = root;
      enter(node);
      while (true) {
        Node child = node.getFirstChild();
        if (child == null) {
          node = upToNext(node, root);
          if (node == root) {
            return;
          }
          child = node.getNext();
        }
        node = child;
        enter(node);
      }
    }

    /// Leaves nodes that are done up to one that has a sibling.
    private Node upToNext(Node from, Node root) {
      Node node = from;
      leave(node);
      while (node != root && node.getNext() == null) {
        node = node.getParent();
        leave(node);
      }
      return node;
    }

    private void enter(Node node) {
      switch (node) {
        case StrongEmphasis strong -> add(MarkdownTag.STRONG);
        case Emphasis em -> add(MarkdownTag.EM);
        case OrderedList list -> add(MarkdownTag.OL);
        case BulletList list -> add(MarkdownTag.UL);
        case ListItem item -> add(MarkdownTag.LI);
        case Heading heading -> add(MarkdownTag.heading(heading.getLevel()));
        case Paragraph paragraph -> paragraph(paragraph);
        case Link link -> add(MarkdownTag.A);
        case Image image -> add(MarkdownTag.IMG);
        case BlockQuote quote -> add(MarkdownTag.BLOCKQUOTE);
        case ThematicBreak line -> add(MarkdownTag.HR);
        case TableBlock table -> add(MarkdownTag.TABLE);
        case TableRow row -> add(MarkdownTag.TR);
        case FencedCodeBlock code -> codeBlock();
        case IndentedCodeBlock code -> codeBlock();
        default -> inline(node);
      }
    }

    private void inline(Node node) {
      switch (node) {
        case Code code -> {
          add(MarkdownTag.CODE);
          block.append(code.getLiteral());
        }
        case Text text -> block.append(text.getLiteral());
        case SoftLineBreak line -> block.append(' ');
        case HardLineBreak line -> block.append(' ');
        default -> {
        }
      }
    }

    private void leave(Node node) {
      if (node instanceof Paragraph || node instanceof Heading || node instanceof TableCell) {
        if (!block.toString().isBlank()) {
          blocks.add(block.toString());
        }
        block.setLength(0);
      }
    }

    private void paragraph(Paragraph paragraph) {
      boolean tight = paragraph.getParent() instanceof ListItem item && item.getParent() instanceof ListBlock list
          && list.isTight();
      if (!tight) {
        add(MarkdownTag.P);
      }
    }

    private void codeBlock() {
      add(MarkdownTag.PRE);
      add(MarkdownTag.CODE);
    }

    private void add(MarkdownTag tag) {
      tags[tag.ordinal()]++;
    }
  }
}
