-- one row per finished task with neither a result nor a document to show, or without its day
select
    file, sheet, table_no, row_no,
    if(has_evidence_column and coalesce(result_text, evidence_text) is null, 'result', 'completed_on') as field,
    null::varchar as value,
    case when has_evidence_column and coalesce(result_text, evidence_text) is null then 'Chưa ghi kết quả hoặc minh chứng.'
        else 'Chưa ghi ngày hoàn thành.' end as detail
from staging.rows
where status = 'done' and table_kind = 'progress'
    and ((has_evidence_column and coalesce(result_text, evidence_text) is null)
        or (has_completed_on_column and completed_on_text is null))
