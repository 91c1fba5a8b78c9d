package dev.retort.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.retort.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Records of a CSV file with a header, every value a text.
final class CsvItems implements Items {
  /// A last record of our own: where it is not seen as a record, a quote before it was never closed.
  private static final String END = "\u0001end of file\u0001";

  private final Path file;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final List<String> header;
  private boolean ended;

  CsvItems(Path file, InputStream in) {
    this.file = file;
    InputStream marked = new SequenceInputStream(in,
        new ByteArrayInputStream(("\n" + END + "\n").getBytes(StandardCharsets.US_ASCII)));
    Reader strict = new InputStreamReader(marked, StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT));
    this.reader = CsvReader.builder().skipEmptyLines(true).allowMissingFields(true).allowExtraFields(true)
        .maxBufferSize(LONGEST).ofCsvRecord(strict);
    this.records = reader.iterator();
    CsvRecord first = record();
    this.header = first == null ? List.of() : header(first);
  }

  private List<String> header(CsvRecord first) {
    Set<String> seen = new HashSet<>();
    for (String name : first.getFields()) {
      if (name.isBlank() || !seen.add(name)) {
        throw new UserError("%s:%d: the header has %s, wanted a name of its own for each column."
            .formatted(file, first.getStartingLineNumber(), name.isBlank() ? "an empty name" : "'" + name + "' twice"));
      }
    }
    return List.copyOf(first.getFields());
  }

  @Override
  public @Nullable Item next() {
    CsvRecord record = ended ? null : record();
    if (record == null) {
      return null;
    }
    Position where = Position.line(file, record.getStartingLineNumber());
    if (record.getFieldCount() != header.size()) {
      return new Item.Bad(where,
          "found %d fields, wanted %d as in the header".formatted(record.getFieldCount(), header.size()));
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      values.put(header.get(i), record.getField(i));
    }
    return Records.item(where, values);
  }

  private @Nullable CsvRecord record() {
    CsvRecord record = advance();
    if (record.getFieldCount() == 1 && record.getField(0).equals(END)) {
      ended = true;
      return null;
    }
    if (record.getField(record.getFieldCount() - 1).endsWith(END + "\n")) {
      throw new UserError("%s:%d: a quoted field of the record that begins here is never closed. Add the missing quote."
          .formatted(file, record.getStartingLineNumber()));
    }
    return record;
  }

  private CsvRecord advance() {
    try {
      return records.next();
    } catch (CsvParseException e) {
      throw new UserError("%s: not CSV: %s".formatted(file, e.getMessage()));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw invalidText();
      }
      throw Input.trouble(file, e.getCause() instanceof IOException cause ? cause : new IOException(e));
    }
  }

  /// Finds the place by lines, for the decoder does not tell it.
  private UserError invalidText() {
    try (LineSlices lines = new LineSlices(Input.open(file, note -> {}))) {
      while (lines.next()) {
        int invalid = Utf8.invalidAt(lines.record, 0, lines.length);
        if (invalid >= 0) {
          return new UserError(
              "%s:%d: invalid UTF-8 at byte %d of the line, byte %d of the file. Convert the file to UTF-8."
                  .formatted(file, lines.line, invalid, lines.offset + invalid));
        }
      }
    } catch (IOException e) {
      throw Input.trouble(file, e);
    }
    return new UserError("%s: invalid UTF-8. Convert the file to UTF-8.".formatted(file));
  }

  @Override
  public boolean textsOnly() {
    return true;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw Input.trouble(file, e);
    }
  }
}
