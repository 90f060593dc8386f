"""`Report` → the annex as a workbook."""
