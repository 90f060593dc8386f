-- view: one row per line of a table that the reader looked at: its role, and its cells with what merged cells and broken lines add
with table_rows as (select * rename (cells as completed_cells, kinds as completed_kinds) from raw.table_rows)

select
    file, sheet, table_no, row_no, role, is_hidden,
    coalesce(completed_cells, cells) as cells, coalesce(completed_kinds, kinds) as kinds
from raw.read_lines
join table_rows using (file, sheet, row_no)
