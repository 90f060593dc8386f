"""What goes back to those who send: the form to fill in, their own workbook marked, the letter beside it."""
