-- view: one row per line of a table: its role, for those who need no cells (`table_lines` has them, and costs a join)
select file, sheet, table_no, row_no, role
from raw.table_rows
union all
select file, sheet, table_no, row_no, 'data'
from raw.lines
join (select file, sheet, table_no, first_row, last_row from raw.tables where rest_is_data) as big using (file, sheet)
anti join raw.table_rows using (file, sheet, row_no)
where row_no between first_row and last_row
