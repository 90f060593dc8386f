-- one row per cell of a file that counts in which a unit says a cause, a difficulty, a proposal or what is to come
with
uses as (select file, sheet, table_no, use_kind as table_kind, file_unit_id from staging.table_use),
told as (
    unpivot (
        select
            file, sheet, table_no, row_no, table_kind, code_text, code_kind, title_text, unit_text,
            cause_text as cause, difficulty_text as difficulty, proposal_text as proposal, next_text as "next"
        from staging.entries
        anti join staging.replaced_lines using (file, sheet, table_no, row_no)
        where role = 'data' and coalesce(cause_text, difficulty_text, proposal_text, next_text) is not null
    )
    on cause, difficulty, proposal, "next" into name kind value text
),
-- A task carried over is a plan for next year, whatever column says so.
carried as (
    select file, sheet, row_no, unit_id, task_code, 'next' as kind, status_text as text
    from staging.rows
    where is_carried_over and task_code is not null
)

select
    file, sheet, row_no, if(unit_text is null, file_unit_id, row_unit_id) as unit_id, tasks.task_code, kind, told.text
from told
join uses using (file, sheet, table_no, table_kind)
left join (select text, unit_id as row_unit_id from staging.unit_readings) as units on units.text = unit_text
left join staging.task_readings as tasks
    on tasks.code_text is not distinct from told.code_text
    and tasks.code_kind is not distinct from told.code_kind
    and tasks.title_text is not distinct from told.title_text
    and table_kind <> 'indicators'
union all by name
select * from carried
