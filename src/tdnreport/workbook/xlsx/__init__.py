""".xlsx and .xlsm: cells straight from the XML where it is plain, through calamine where it is not."""
