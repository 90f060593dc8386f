"""The same job in the styles that people would write instead: load as text with its place, type, check every row, split, aggregate.

Each is run as `python -m bench.peers.<name> WORKLOAD OUT` and leaves `OUT/answer.json` in the shape of `truth.json`.
They read clean words only; odd layouts, spellings and hostile files are the product's business.
"""
