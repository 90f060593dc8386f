"""A file of any kind → `Sheet`s of `Line`s. Nothing Vietnamese, nothing of plans."""
