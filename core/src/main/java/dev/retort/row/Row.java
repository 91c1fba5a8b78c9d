package dev.retort.row;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One record of a table: a stable id and the values of its columns.
public final class Row {
  /// Cloned and never fed, which spares a search through the platform's providers each time.
  private static final MessageDigest SHA_256 = find("SHA-256");

  private final String id;
  private final Schema schema;
  private final @Nullable Object[] values;

  /// @param values one for each column of the schema, in its order; not copied, so not to be changed afterwards
  public Row(String id, Schema schema, @Nullable Object... values) {
    if (values.length != schema.columns().size()) {
      throw new IllegalArgumentException("%d values for %d columns".formatted(values.length, schema.columns().size()));
    }
    this.id = id;
    this.schema = schema;
    this.values = values;
  }

  public String id() {
    return id;
  }

  public Schema schema() {
    return schema;
  }

  public @Nullable Object get(int position) {
    return values[position];
  }

  public @Nullable Object get(String column) {
    return values[schema.position(column)];
  }

  public @Nullable String text(String column) {
    return (String) get(column);
  }

  @SuppressWarnings("unchecked")
  public @Nullable List<@Nullable Object> list(String column) {
    return (List<@Nullable Object>) get(column);
  }

  @SuppressWarnings("unchecked")
  public @Nullable Map<String, @Nullable Object> struct(String column) {
    return (Map<String, @Nullable Object>) get(column);
  }

  /// This row's values laid into another schema by name; columns it lacks are absent.
  public Row as(Schema other, String newId) {
    @Nullable
    Object[] laid = new @Nullable Object[other.columns().size()];
    for (int i = 0; i < laid.length; i++) {
      String name = other.columns().get(i).name();
      laid[i] = schema.has(name) ? get(name) : null;
    }
    return new Row(newId, other, laid);
  }

  /// A copy with one value changed.
  public Row set(String column, @Nullable Object value) {
    @Nullable
    Object[] changed = Arrays.copyOf(values, values.length);
    changed[schema.position(column)] = value;
    return new Row(id, schema, changed);
  }

  /// The id of a row made from this one: the first 128 bits of SHA-256 over parent id, step, teacher and ordinal.
  public String childId(String step, String teacher, long ordinal) {
    String from = id + '\n' + step + '\n' + teacher + '\n' + ordinal;
    byte[] digest = sha256().digest(from.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 16);
  }

  /// A fresh SHA-256 digest.
  public static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      return find("SHA-256"); // as from a provider whose digests are in hardware
    }
  }

  private static MessageDigest find(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Row row && row.id.equals(id) && row.schema.equals(schema)
        && Arrays.deepEquals(row.values, values);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id + Arrays.deepToString(values);
  }
}
