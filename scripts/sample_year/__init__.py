"""The invented sample year: what each office sends, how its file looks, and the figures that must come out."""
