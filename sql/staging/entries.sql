-- view: one row per data, total, heading or unfilled line of a table: the text and the kind of each known field, as sent
from staging.read_entries
union all by name
from staging.csv_entries
