-- one row per completion day after the day the file came
select file, sheet, table_no, row_no, 'completed_on' as field, completed_on_text as value,
    format('Tệp nhận ngày {}.', strftime(received_on, '%d/%m/%Y')) as detail
from staging.rows
join staging.submissions using (file)
where completed_on > received_on and completed_on_precision = 'day'
