"""The gate before the report: expectation suites run by Great Expectations, a second count of the figures, the quality pages."""
