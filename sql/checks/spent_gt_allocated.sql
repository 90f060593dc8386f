-- one row per line that spent more than it was given
select file, sheet, row_no, 'disbursed' as field, disbursed_text as value, format('Dự toán giao: {}.', allocated_text) as detail
from staging.rows
where disbursed_vnd > allocated_vnd and allocated_vnd >= 0
