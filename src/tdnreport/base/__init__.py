"""What every other package may stand on: the project's folders, errors, locks, files that are replaced whole. Knows nothing of reports."""
