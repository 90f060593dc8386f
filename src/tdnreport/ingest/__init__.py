"""Inbox → `raw` frames: files listed, read in a sandbox, assigned to sender and period."""
