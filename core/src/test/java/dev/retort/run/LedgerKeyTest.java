package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.run.Ledger.Key;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Keys as they have been from the start: a ledger that was written long ago is found again.
final class LedgerKeyTest {
  private static final String CHAT = "{\"messages\":[{\"content\":\"Grüße 😀\",\"role\":\"user\"}],\"model\":\"m\"}";

  /// Oracle: `printf '…\nid\n2000001\nrow-1' | sha256sum`.
  @Test
  void aKeyIsTheHashOfRequestIdentityIndexAndRow() {
    Key key = Key.of(CHAT, "id", 2_000_001, "row-1");
    assertThat(key.hex()).isEqualTo("d4963d6c47b885254d2a806e3f0bbd61a5fd4ff950b1f31d3a4fc9bd8ec9906c");
    assertThat(key.bytes()).isEqualTo(HexFormat.of().parseHex(key.hex()));
    assertThat(key).hasToString(key.hex());
  }

  /// Oracle: `printf '{"q":1}\nid\n0' | sha256sum`.
  @Test
  void aKeyThatRowsShareNamesNone() {
    assertThat(Key.of("{\"q\":1}", "id", 0, null).hex())
        .isEqualTo("3810eb81231950483f718ee566c5e2675f8416c21ae407c56429f4dabee2c941");
  }

  @Test
  void itsPartsAreItsDigitsEightByEight() {
    Key key = Key.of(CHAT, "id", 0, null);
    for (int part = 0; part < 8; part++) {
      assertThat(key.part(part)).isEqualTo(Integer.parseUnsignedInt(key.hex(), part * 8, part * 8 + 8, 16));
    }
  }

  @Test
  void equalBytesMakeEqualKeysAndOthersDoNot() {
    Key key = Key.of(CHAT, "id", 0, "row-1");
    assertThat(new Key(key.bytes())).isEqualTo(key).hasSameHashCodeAs(key);
    byte[] other = key.bytes();
    other[31] ^= 1;
    assertThat(new Key(other)).isNotEqualTo(key);
    assertThat(Key.of(CHAT, "id", 1, "row-1")).isNotEqualTo(key);
    assertThat(Key.of(CHAT, "id", 0, "row-2")).isNotEqualTo(key);
  }

  @Test
  void whoChangesTheBytesHeWasGivenChangesNoKey() {
    Key key = Key.of(CHAT, "id", 0, null);
    String before = key.hex();
    key.bytes()[0] ^= 1;
    assertThat(key.hex()).isEqualTo(before);
  }

  @Test
  void aHashOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new Key(new byte[31])).hasMessage("a key has 32 bytes, not 31");
  }
}
