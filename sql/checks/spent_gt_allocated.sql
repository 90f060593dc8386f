-- one row per line that spent more than it could use: given, added and cut in the year, and carried over from the last
select
    file, sheet, table_no, row_no, 'disbursed' as field, disbursed_text as value,
    format('Dự toán giao: {}', coalesce(allocated_text, 'không có'))
        || coalesce(format('; chuyển nguồn năm trước sang: {}', carried_text), '') || '.' as detail
from staging.rows
where disbursed_vnd > used_vnd and used_vnd >= 0
