/// Reads and writes the files people keep datasets in: JSON lines, JSON arrays, CSV, Parquet; plain, gzip or zstd.
@NullMarked
package dev.retort.files;

import org.jspecify.annotations.NullMarked;
