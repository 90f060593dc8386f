-- view: one row per line of a table: its role, and its cells with what merged cells and lines broken over two pages add
with
table_rows as (select * rename (cells as completed_cells, kinds as completed_kinds) from raw.table_rows),
-- Of a big CSV the reader looks at a few lines only; a join with a row for each of the others would need gigabytes.
big as (select file, sheet, table_no, first_row, last_row from raw.tables where rest_is_data)

select
    file, sheet, table_no, row_no, role, is_hidden,
    coalesce(completed_cells, cells) as cells, coalesce(completed_kinds, kinds) as kinds
from raw.lines
join table_rows using (file, sheet, row_no)
union all
select file, sheet, table_no, row_no, 'data', is_hidden, cells, kinds
from raw.lines
join big using (file, sheet)
anti join table_rows using (file, sheet, row_no)
where row_no between first_row and last_row
