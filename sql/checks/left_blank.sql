-- one row per sheet with lines of its form that nobody filled in: no statement, asked about once; a bare title is asked of its lead alone
with
uses as (select file, sheet, table_no, use_kind, file_unit_id as unit_id from staging.table_use),
tasks as (select code_text as task_text, code_kind as task_kind, title_text as task_title, task_code
    from staging.task_readings where is_leaf),
lines as (
    select file, sheet, table_no, row_no, entries.role, tasks.task_code, units.role = 'lead' as is_lead, use_kind
    from staging.entries
    join uses using (file, sheet, table_no)
    left join tasks on task_text is not distinct from code_text
        and task_kind is not distinct from code_kind
        and task_title is not distinct from title_text
        and use_kind in ('progress', 'budget')
    left join ref.task_units as units on units.task_code = tasks.task_code and units.unit_id = uses.unit_id
    anti join staging.rows as filled on filled.task_code = tasks.task_code and filled.unit_id = uses.unit_id
    where entries.role = 'unfilled' or (entries.role = 'heading' and use_kind = 'progress')
)

select
    file, sheet, null::integer as row_no, null::varchar as field, count(*)::varchar as value,
    format('Trong đó đơn vị chủ trì nhiệm vụ {}.',
        string_agg(distinct task_code, ', ' order by task_code) filter (is_lead and use_kind = 'progress')) as detail
from lines
where role = 'unfilled' or is_lead
group by file, sheet
