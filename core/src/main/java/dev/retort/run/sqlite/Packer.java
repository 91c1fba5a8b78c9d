package dev.retort.run.sqlite;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A compressor and the memory it works in, both used again. For one thread at a time.
final class Packer implements AutoCloseable {
  /// Level 3 takes a sixth longer and saves nothing on texts of this length.
  private static final int LEVEL = 1;
  /// What is larger is allocated anew, so that a long answer does not stay in memory.
  private static final int KEPT_BYTES = 64 << 10;

  private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true);
  private byte[] plain = new byte[4 << 10];
  private byte[] packed = new byte[4 << 10];

  /// Room for what is to be packed, from the start of the array on.
  ByteBuffer room(int bytes) {
    plain = enough(plain, bytes);
    return ByteBuffer.wrap(plain, 0, bytes);
  }

  /// Packs what was put into the room.
  byte[] pack(ByteBuffer filled) {
    int bytes = filled.position();
    packed = enough(packed, Math.toIntExact(Zstd.compressBound(bytes)));
    int length = context.compressByteArray(packed, 0, packed.length, filled.array(), 0, bytes);
    byte[] result = Arrays.copyOf(packed, length);
    plain = small(plain);
    packed = small(packed);
    return result;
  }

  private static byte[] enough(byte[] kept, int bytes) {
    return kept.length >= bytes ? kept : new byte[Math.max(bytes, Math.min(2 * bytes, KEPT_BYTES))];
  }

  private static byte[] small(byte[] used) {
    return used.length <= KEPT_BYTES ? used : new byte[KEPT_BYTES];
  }

  @Override
  public void close() {
    context.close();
  }
}
