-- one row per data line that a later file of the same unit, counted beside the first, says anew: it counts no more
--   *: Dòng đã có dòng cùng nhiệm vụ, chỉ tiêu ở tệp bổ sung gửi sau
with
lines as (
    select entries.*, use_kind, recency, owner, file_unit_id
    from staging.entries
    join (select * from staging.table_use where is_shared) as shared using (file, sheet, table_no)
    where role = 'data'
),
units as (select text, unit_id from staging.unit_readings),
keyed as (
    select
        lines.file, lines.sheet, lines.row_no, recency, use_kind, owner,
        if(unit_text is null, file_unit_id, units.unit_id) as unit_id, coalesce(task_code, indicator_code) as subject
    from lines
    left join units on units.text = unit_text
    left join staging.task_readings as tasks on use_kind <> 'indicators' and tasks.code_text is not distinct from lines.code_text
        and tasks.code_kind is not distinct from lines.code_kind and tasks.title_text is not distinct from lines.title_text
    left join staging.indicator_readings as indicators on use_kind = 'indicators'
        and indicators.code_text is not distinct from lines.code_text
        and indicators.code_kind is not distinct from lines.code_kind
        and indicators.indicator_text is not distinct from lines.indicator_text
        and indicators.measure is not distinct from measure_told(lines.measure_text, coalesce(lines.value_text, lines.cumulative_text))
)

select file, sheet, row_no
from keyed
where subject is not null
qualify recency > min(recency) over (partition by owner, unit_id, use_kind, subject)
