-- one row per data line that no finding of severity "row" leaves out
select *
from staging.rows
anti join (select file, sheet, row_no from marts.findings where severity = 'row') using (file, sheet, row_no)
order by file, sheet, row_no
