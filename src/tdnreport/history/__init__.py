"""Earlier periods: closed figures, earlier reports, and what changed since."""
