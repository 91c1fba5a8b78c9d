/// Tables as Parquet, moved and queried by an embedded DuckDB.
@NullMarked
package dev.retort.engine.duckdb;

import org.jspecify.annotations.NullMarked;
