"""`Report` → one page that needs no network."""
