package dev.retort.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
  @ParameterizedTest
  @ValueSource(strings = {"{\"b\":1.50,\"a\":[1E+2,-0,-0.0,0.10,12345678901234567890123,1e400,null,true]}", "[]", "{}",
      "{\"\":\"\\u0000\\n\\\"é😀\"}", "-9223372036854775808", "1e-7", "100000000000000000000000.5"})
  void canonicalTextIsThatOfJson(String text) {
    assertThat(JsonTree.canonical(JsonTree.parse(text))).isEqualTo(Json.canonical(Json.read(text)));
  }

  @Test
  void numbersStandAsTheyWereWritten() {
    String text = "{\"b\":[0.10,1e400,12345678901234567890123,-0.0],\"a\":\"x\"}";
    assertThat(JsonTree.text(JsonTree.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"a\":1,\"a\":2}", "[1,]", "1 2", "\"\\ud800\"", "{\"\\udc00\":1}", "nul",
      "NaN",
      "01", "'a'"})
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> JsonTree.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
