-- one row per total since January, of an indicator or of money spent, below what the same unit said in the earlier report of the same year
with
earlier as (select label from raw.previous_report semi join ref.plan using (plan_id)),
counts as (
    select file, sheet, table_no, row_no, 'cumulative' as field, cumulative_text as value, rows.cumulative as now,
        coalesce(previous.cumulative, previous.value) as before, '' as unit
    from staging.rows
    join raw.previous_indicators as previous using (unit_id, indicator_code)
    join ref.indicators using (indicator_code)
    where kind = 'count'
),
-- The same choice as in marts.budget: a budget table of its own counts instead of the amounts beside the progress.
spent as (
    select file, sheet, table_no, row_no, disbursed_text, unit_id, task_code,
        sum(disbursed_vnd) over (partition by unit_id, task_code, table_kind) as now,
        row_number() over (partition by unit_id, task_code, table_kind order by file, sheet, table_no, row_no) as line_no
    from staging.rows
    semi join raw.previous_budget using (unit_id, task_code)
    where disbursed_vnd is not null
    qualify table_kind = min(table_kind) over (partition by unit_id, task_code)
),
spent_before as (select unit_id, task_code, sum(disbursed_vnd) as before from raw.previous_budget group by unit_id, task_code),
totals as (
    select * from counts
    union all
    select file, sheet, table_no, row_no, 'disbursed', disbursed_text, now, before, ' đồng'
    from spent
    join spent_before using (unit_id, task_code)
    where line_no = 1
)

select file, sheet, table_no, row_no, field, value, format('Báo cáo {} ghi {}{}.', label, vi_number(before), unit) as detail
from totals
cross join earlier
where now < before
