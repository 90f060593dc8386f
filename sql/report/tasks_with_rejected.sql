-- one row per leaf task: its status, percent and money if the rejected rows counted as they were sent
--   *: Nhiệm vụ nếu tính cả các dòng bị loại, đúng như đơn vị ghi
--   status: trạng thái, như marts.tasks
--   completion_pct: bình quân các đơn vị chủ trì (%)
with
rows as (select * from staging.rows where unit_id is not null and task_code is not null and is_leaf),
rejected as (select * from rows
    semi join (select file, sheet, table_no, row_no from marts.findings where severity = 'row') using (file, sheet, table_no, row_no)),
-- The first line of a task is the first accepted one or a rejected one before it.
progress as (
    select task_code, unit_id, status, completion_pct
    from (
        select task_code, unit_id, status, completion_pct, file, sheet, table_no, row_no from marts.progress
        union all
        select task_code, unit_id, status, completion_pct, file, sheet, table_no, row_no from rejected where table_kind = 'progress'
    )
    qualify row_number() over (partition by unit_id, task_code order by file, sheet, table_no, row_no) = 1
),
-- The same choices as in marts.tasks and marts.budget, over all rows.
task_progress as (
    select task_code, status_of_leads(progress.status) as status, exact_mean(progress.completion_pct) as completion_pct
    from marts.task_leads
    left join progress using (task_code, unit_id)
    group by task_code
),
-- A rejected line may change which table of its unit counts, so the amounts of its task are chosen anew; all others are as in marts.budget.
touched as (select distinct unit_id, task_code from rejected),
amounts as (
    select task_code, allocated_vnd, used_vnd, disbursed_vnd from marts.budget anti join touched using (unit_id, task_code)
    where unit_id is not null
    union all
    select task_code, allocated_vnd, used_vnd, disbursed_vnd
    from rows
    semi join touched using (unit_id, task_code)
    where table_kind in ('progress', 'budget') and coalesce(used_vnd, disbursed_vnd, estimated_vnd) is not null
    qualify table_kind = min(table_kind) over (partition by unit_id, task_code)
),
money as (select task_code, sum(allocated_vnd) as allocated_vnd, sum(used_vnd) as used_vnd,
    sum(disbursed_vnd) as disbursed_vnd from amounts group by task_code)

select
    task_code, own_line, coalesce(status, 'unknown') as status,
    completion_pct, allocated_vnd, used_vnd, disbursed_vnd
from ref.tasks
left join task_progress using (task_code)
left join money using (task_code)
where is_leaf
order by tasks.position
