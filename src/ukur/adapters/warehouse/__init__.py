"""The same figures for millions of rows: the rules as Ibis expressions, run by DuckDB."""
