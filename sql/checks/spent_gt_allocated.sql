-- one row per line that spent more than it was given for the year and carried over from the last
select
    file, sheet, row_no, 'disbursed' as field, disbursed_text as value,
    format('Dự toán giao: {}', allocated_text) || coalesce(format('; chuyển nguồn năm trước sang: {}', carried_text), '') || '.' as detail
from staging.rows
where disbursed_vnd > allocated_vnd + coalesce(carried_vnd, 0) and allocated_vnd >= 0
