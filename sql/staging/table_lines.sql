-- view: one row per line of a table: its role, and its cells with what merged cells and lines broken over two pages add
with
table_rows as (select * rename (cells as completed_cells, kinds as completed_kinds) from raw.table_rows),
-- Of a big CSV the reader looks at a few lines only; a row for each of the others would need gigabytes to be joined.
big as (select file, sheet, table_no, first_row, last_row from raw.tables where rest_is_data)

select
    file, sheet, coalesce(table_rows.table_no, big.table_no) as table_no, row_no, coalesce(role, 'data') as role, is_hidden,
    coalesce(completed_cells, cells) as cells, coalesce(completed_kinds, kinds) as kinds
from raw.lines
left join table_rows using (file, sheet, row_no)
left join big using (file, sheet)
where table_rows.table_no is not null or row_no between first_row and last_row
