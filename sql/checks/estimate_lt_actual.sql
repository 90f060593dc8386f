-- one row per estimate for the whole year that is below what is done already, or above what was given
select file, sheet, table_no, row_no, 'estimated_pct' as field, estimated_pct_text as value,
    format('Đã thực hiện {}%.', vi_number(completion_pct)) as detail
from staging.rows
where estimated_pct < completion_pct
union all
select file, sheet, table_no, row_no, 'estimated', estimated_text, format('Đã giải ngân {} đồng.', vi_number(disbursed_vnd))
from staging.rows
where estimated_vnd < disbursed_vnd
union all
select file, sheet, table_no, row_no, 'estimated', estimated_text, format('Được sử dụng {} đồng.', vi_number(used_vnd))
from staging.rows
where estimated_vnd > used_vnd
