"""`Sheet` → `SheetTable`: where a table stands, what its columns hold, what each line is. Knows no plan."""
