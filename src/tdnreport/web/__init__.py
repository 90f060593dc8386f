"""The page for officers, on their own machine: files in, remarks, the report. `serve` starts it; what it does is in `app.desk`."""
