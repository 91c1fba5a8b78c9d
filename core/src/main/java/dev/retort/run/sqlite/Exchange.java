package dev.retort.run.sqlite;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A request and what came back, as one compressed frame: the request's length in bytes, it, and the response.
///
/// Making a compressor costs more than compressing 2 KB does, so a few are kept and used again.
/// @param response null where nothing came back
record Exchange(String request, @Nullable String response) {
  /// Above any body a teacher may send; a frame that claims more is damaged.
  private static final long LARGEST = 512L << 20;
  private static final int HEAD = 5;
  private static final int KEPT = 2 * Runtime.getRuntime().availableProcessors();

  /// Compressors and decompressors that nobody uses just now.
  record Tools(Queue<Packer> packers, Queue<ZstdDecompressCtx> unpackers) {
    Tools() {
      this(new ArrayBlockingQueue<>(KEPT), new ArrayBlockingQueue<>(KEPT));
    }

    void close() {
      for (Packer each = packers.poll(); each != null; each = packers.poll()) {
        each.close();
      }
      for (ZstdDecompressCtx each = unpackers.poll(); each != null; each = unpackers.poll()) {
        each.close();
      }
    }
  }

  byte[] packed(Tools tools) {
    byte[] first = request.getBytes(StandardCharsets.UTF_8);
    byte[] second = response == null ? new byte[0] : response.getBytes(StandardCharsets.UTF_8);
    Packer kept = tools.packers().poll();
    Packer packer = kept != null ? kept : new Packer();
    byte[] packed = packer.pack(packer.room(Math.addExact(HEAD + first.length, second.length)).putInt(first.length)
        .put((byte) (response == null ? 0 : 1)).put(first).put(second));
    if (!tools.packers().offer(packer)) {
      packer.close();
    }
    return packed;
  }

  static Exchange of(byte[] packed, Tools tools) {
    ByteBuffer whole = ByteBuffer.wrap(unpacked(packed, tools));
    if (whole.remaining() < HEAD) {
      throw new IllegalStateException("a ledger record is damaged: it is too short");
    }
    int length = whole.getInt();
    boolean came = whole.get() != 0;
    if (length < 0 || length > whole.remaining()) {
      throw new IllegalStateException(
          "a ledger record is damaged: its request would be %d bytes long".formatted(length));
    }
    String request = new String(whole.array(), HEAD, length, StandardCharsets.UTF_8);
    int from = HEAD + length;
    return new Exchange(request,
        came ? new String(whole.array(), from, whole.array().length - from, StandardCharsets.UTF_8) : null);
  }

  /// A text that was kept alone, as version 1 did.
  static String text(byte[] packed, Tools tools) {
    return new String(unpacked(packed, tools), StandardCharsets.UTF_8);
  }

  private static byte[] unpacked(byte[] packed, Tools tools) {
    long size = Zstd.getFrameContentSize(packed);
    if (size < 0 || size > LARGEST) {
      throw new IllegalStateException("a ledger record is damaged: its text would be %d bytes long".formatted(size));
    }
    ZstdDecompressCtx kept = tools.unpackers().poll();
    ZstdDecompressCtx unpacker = kept != null ? kept : new ZstdDecompressCtx();
    try {
      return unpacker.decompress(packed, (int) size);
    } catch (ZstdException e) {
      throw new IllegalStateException("a ledger record is damaged: " + e.getMessage(), e);
    } finally {
      if (!tools.unpackers().offer(unpacker)) {
        unpacker.close();
      }
    }
  }
}
