"""One text → one typed value and what is doubtful about it. Pure functions: no database, no file except the word lists."""
