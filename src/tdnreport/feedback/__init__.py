"""Feedback to senders: the form to fill in, their own workbook with marked cells, the letter beside it."""
