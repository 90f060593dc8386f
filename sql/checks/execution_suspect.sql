-- one row per amount spent that is less than one percent of what could be used: three zeros too many or too few on one side
select file, sheet, table_no, row_no, 'disbursed' as field, disbursed_text as value, format('Dự toán giao: {}.', allocated_text) as detail
from staging.rows
where disbursed_vnd > 0 and disbursed_vnd * 100 < used_vnd
