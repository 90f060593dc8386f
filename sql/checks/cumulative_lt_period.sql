-- one row per indicator whose total since January is below its own period
select file, sheet, table_no, row_no, 'cumulative' as field, cumulative_text as value, format('Trong kỳ ghi {}.', value_text) as detail
from staging.rows
where cumulative < value
