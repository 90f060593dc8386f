-- one row per percent between 0 and 1: perhaps a fraction among whole percents; it is asked about, never multiplied
select file, sheet, table_no, row_no, 'pct' as field, pct_text as value, format('Đang đọc là {}%.', vi_number(completion_pct)) as detail
from staging.rows
where completion_pct > 0 and completion_pct < 1
union all
select file, sheet, table_no, row_no, 'estimated_pct', estimated_pct_text, format('Đang đọc là {}%.', vi_number(estimated_pct))
from staging.rows
where estimated_pct > 0 and estimated_pct < 1
