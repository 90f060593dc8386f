-- one row per number written as about so much
select file, sheet, table_no, row_no, 'pct' as field, pct_text as value, null::varchar as detail from staging.rows where pct_is_approximate
union all
select file, sheet, table_no, row_no, 'allocated', allocated_text, null from staging.rows where allocated_is_approximate
union all
select file, sheet, table_no, row_no, 'disbursed', disbursed_text, null from staging.rows where disbursed_is_approximate
union all
select file, sheet, table_no, row_no, 'value', value_text, null from staging.rows where value_is_approximate
union all
select file, sheet, table_no, row_no, 'cumulative', cumulative_text, null from staging.rows where cumulative_is_approximate
union all
select file, sheet, table_no, row_no, 'completed_on', completed_on_text, 'Chỉ có tháng, quý hoặc năm; lấy ngày cuối.'
from staging.rows
where completed_on is not null and completed_on_precision <> 'day'
