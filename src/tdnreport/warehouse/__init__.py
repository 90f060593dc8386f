"""`raw` frames → a finished DuckDB file: SQL models in the order of what they read."""
