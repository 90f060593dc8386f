""".xlsx and .xlsm: cells straight from the XML where it is plain, through an XML parser where it is not."""
