-- one row per data line of the files that count: values completed from their neighbours, money as decided, nothing judged yet
with
completed as (
    select
        * exclude (status_read, status_pct, pct_read),
        -- A form without a status column says it by the percent, and the other way round; a blank cell in a column that is there is never filled.
        case when has_status_column then status_read
            when pct_read >= 100 then 'done' when pct_read = 0 then 'todo' when pct_read is not null then 'doing' end as status,
        case when has_pct_column then pct_read
            when status_pct is not null then status_pct
            when status_read = 'done' then 100 when status_read = 'todo' then 0 end as completion_pct
    from staging.typed_lines
    -- A heading of the plan with amounts is a subtotal; with a status it is a report on something that is no task.
    where is_leaf or status_text is not null or pct_text is not null
),
-- A decision on record counts instead of what the unit wrote; one that names no source, only where the unit wrote one line of the task.
decided as (
    select
        file, sheet, table_no, row_no, moves.given_vnd, moves.added_vnd as moved_in_vnd, moves.cut_vnd as moved_out_vnd,
        moves.carried_vnd
    from (select *, count(*) over (partition by unit_id, task_code, table_kind) as lines_of_task from completed) as completed
    join staging.budget_moves as moves on moves.task_code = completed.task_code and moves.unit_id = completed.unit_id
        and if(moves.fund_source is null, lines_of_task = 1, moves.fund_source = completed.fund_source)
    where completed.table_kind in ('progress', 'budget')
        and coalesce(allocated_vnd, carried_in_vnd, disbursed_vnd, estimated_vnd) is not null
),
moved as (
    select
        completed.* replace (
            coalesce(given_vnd, allocated_vnd) as allocated_vnd, coalesce(carried_vnd, carried_in_vnd) as carried_in_vnd,
            coalesce(moved_in_vnd, added_vnd) as added_vnd, coalesce(moved_out_vnd, cut_vnd) as cut_vnd
        ),
        allocated_vnd as allocated_sent_vnd, carried_in_vnd as carried_sent_vnd,
        decided.file is not null as is_decided
    from completed
    left join decided using (file, sheet, table_no, row_no)
)

select
    moved.*, used_vnd(allocated_vnd, added_vnd, cut_vnd, carried_in_vnd) as used_vnd,
    coalesce(task_units.role, 'coordinate') as role, task_units.role is not null as is_responsible
from moved
left join ref.task_units on task_units.task_code = moved.task_code and task_units.unit_id = moved.unit_id
