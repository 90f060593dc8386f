"""An inbox → `raw` frames: files listed, read out of harm's way, told apart by sender and period."""
