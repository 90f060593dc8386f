-- one row per data line of a unit with several files that count, with what it is about
--   *: Dòng số liệu của đơn vị có nhiều tệp được tính
--   subject: mã nhiệm vụ hoặc mã chỉ tiêu; trống là không rõ
--   has_money: dòng có ghi số tiền
with
lines as (
    select entries.*, use_kind, recency, owner, file_unit_id, for_unit_id, includes_predecessor
    from staging.entries
    join (select * from staging.table_use where is_shared) as shared using (file, sheet, table_no)
    where role = 'data'
),
units as (select text, unit_id from staging.unit_readings)

select
    lines.file, lines.sheet, lines.table_no, lines.row_no, recency, use_kind, owner, for_unit_id, includes_predecessor,
    if(unit_text is null, file_unit_id, units.unit_id) as unit_id, coalesce(task_code, indicator_code) as subject,
    coalesce(allocated_text, carried_text, disbursed_text, estimated_text) is not null as has_money
from lines
left join units on units.text = unit_text
left join staging.task_readings as tasks on use_kind <> 'indicators' and tasks.code_text is not distinct from lines.code_text
    and tasks.code_kind is not distinct from lines.code_kind and tasks.title_text is not distinct from lines.title_text
left join staging.indicator_readings as indicators on use_kind = 'indicators'
    and indicators.code_text is not distinct from lines.code_text
    and indicators.code_kind is not distinct from lines.code_kind
    and indicators.indicator_text is not distinct from lines.indicator_text
    and indicators.measure is not distinct from measure_told(lines.measure_text, coalesce(lines.value_text, lines.cumulative_text))
