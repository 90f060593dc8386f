"""Quality gate: expectation suites (Great Expectations), an independent recount of the figures, quality pages."""
