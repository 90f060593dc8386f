"""One file of any kind → what stands in it: sheets as sent, the tables found on them, and what was left out and why."""
