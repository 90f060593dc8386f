-- one row per task under way that says how far it is and not what was done
select file, sheet, table_no, row_no, 'result' as field, null::varchar as value,
    format('Tỷ lệ ghi {}%.', vi_number(completion_pct)) as detail
from staging.rows
where table_kind = 'progress' and status = 'doing' and completion_pct > 0 and has_evidence_column
    and coalesce(result_text, evidence_text) is null
