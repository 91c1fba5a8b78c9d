package dev.retort.measure.diversity;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// How much smaller texts become when they are packed together: original bytes by packed bytes.
///
/// The texts are joined by a space and packed by the JDK's zlib; a high ratio means much repetition within the 32 KiB
/// that deflate looks back. Above 0; just under 1 for what cannot be packed. Cost: linear in bytes, constant memory.
/// Source: Shaib et al. 2024 (arXiv 2403.00553).
///
/// @param original UTF-8 bytes of the texts joined by a space
/// @param gzip bytes of a gzip file of them at level 9, with its header of 10 bytes and its trailer of 8
public record Compression(long original, long gzip) {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0x2a, 0x57, 0x13, 0x69, 2, (byte) 0xff};
  private static final int HEADER_AND_TRAILER = HEADER.length + 8;
  private static final int WINDOW = 32 * 1024;
  /// The file name in the header of the package's outer file, and the zero that ends it.
  private static final int NAME = "compressed".length() + 1;

  public static Compression of(List<String> texts) {
    Counted packed = new Counted();
    long original = gzipped(texts, packed);
    return new Compression(original, packed.bytes);
  }

  public Score ratio() {
    return original == 0 ? Score.absent("the texts have no characters") : Score.of((double) original / gzip);
  }

  /// Bytes of a raw deflate stream, without header and trailer.
  public static long deflated(List<String> texts, int level) {
    Counted packed = new Counted();
    Deflater deflater = new Deflater(level, true);
    try (OutputStream out = new DeflaterOutputStream(packed, deflater)) {
      write(texts, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return packed.bytes;
  }

  /// The ratio of the diversity package, which packs twice: its gzip file is packed again, under a file name.
  public static Score packedTwice(List<String> texts) {
    Counted packed = new Counted();
    Deflater deflater = new Deflater(9, true);
    long original = gzipped(texts, new DeflaterOutputStream(packed, deflater));
    deflater.end();
    return original == 0
        ? Score.absent("the texts have no characters")
        : Score.of((double) original / (packed.bytes + HEADER_AND_TRAILER + NAME));
  }

  /// What a block of texts came to within the whole.
  record Block(long original, long packed) {}

  /// The ratio without one block.
  static double without(List<Block> blocks, int block) {
    long original = blocks.stream().mapToLong(Block::original).sum() - blocks.get(block).original;
    return (double) original / (blocks.stream().mapToLong(Block::packed).sum() - blocks.get(block).packed);
  }

  /// The sizes of blocks of as many texts each, in their order, packed one after the other with one memory, which holds
  /// the last texts when it starts, so that the first block is no worse off than the others.
  static List<Block> blocks(List<String> texts, int blocks) {
    List<Block> sizes = new ArrayList<>();
    Counted packed = new Counted();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setDictionary(ending(texts));
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater, 8192, true)) {
      for (int block = 0; block < blocks; block++) {
        long before = packed.bytes;
        long original = 0;
        int end = (int) ((long) texts.size() * (block + 1) / blocks);
        for (int t = (int) ((long) texts.size() * block / blocks); t < end; t++) {
          original += write(List.of(texts.get(t), ""), out);
        }
        out.flush();
        sizes.add(new Block(original, packed.bytes - before));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return sizes;
  }

  /// The last bytes of the texts, as many as deflate looks back.
  private static byte[] ending(List<String> texts) {
    byte[] ending = new byte[0];
    for (int t = texts.size() - 1; t >= 0 && ending.length < WINDOW; t--) {
      byte[] text = (texts.get(t) + " ").getBytes(StandardCharsets.UTF_8);
      byte[] longer = Arrays.copyOf(text, text.length + ending.length);
      System.arraycopy(ending, 0, longer, text.length, ending.length);
      ending = longer;
    }
    return Arrays.copyOfRange(ending, Math.max(0, ending.length - WINDOW), ending.length);
  }

  /// Writes a gzip file as Python does, with a time in its header, of which only the number of bytes matters.
  private static long gzipped(List<String> texts, OutputStream out) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    CRC32 sum = new CRC32();
    try (out) {
      out.write(HEADER);
      DeflaterOutputStream packed = new DeflaterOutputStream(out, deflater);
      CheckedOutputStream checked = new CheckedOutputStream(packed, sum);
      long original = write(texts, checked);
      packed.finish();
      ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      out.write(trailer.putInt((int) sum.getValue()).putInt((int) original).array());
      return original;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
  }

  private static long write(List<String> texts, OutputStream out) throws IOException {
    long original = 0;
    for (int t = 0; t < texts.size(); t++) {
      byte[] bytes = (t == 0 ? texts.get(t) : " " + texts.get(t)).getBytes(StandardCharsets.UTF_8);
      out.write(bytes);
      original += bytes.length;
    }
    return original;
  }

  private static final class Counted extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int from, int length) {
      bytes += length;
    }
  }
}
