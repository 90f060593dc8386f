-- one row per fund source that is none of the list; the amount counts, without its source
select file, sheet, table_no, row_no, 'fund_source' as field, fund_source_text as value, null::varchar as detail
from staging.rows
where fund_source_text is not null and fund_source is null
