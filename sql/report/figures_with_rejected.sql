-- one row per headline figure that rows of departments make: as reported, and as it would be if the rejected rows counted as they were sent
--   *: Phụ lục V: con số chính khi không tính và khi tính cả các dòng bị loại
--   id: mã con số, cũng là mã trong so-lieu.json
--   value: giá trị của báo cáo, không tính dòng bị loại (đơn vị ghi ở cột unit)
--   with_rejected: giá trị nếu tính cả dòng bị loại, đúng như đơn vị ghi (đơn vị ghi ở cột unit)
--   difference: chênh lệch: tính cả dòng bị loại trừ đi giá trị của báo cáo (đơn vị ghi ở cột unit)
with
counted as (
    select
        count(*) filter (status = 'done') as complete,
        count(*) filter (status not in ('stopped', 'unknown')) as known,
        if(known = 0, null, rate_pct(count(*) filter (status = 'done'), count(*) filter (status <> 'stopped'))) as completion_rate,
        exact_mean(completion_pct) as mean_progress,
        sum(allocated_vnd) filter (own_line) as own_allocated,
        sum(used_vnd) filter (own_line) as own_used,
        sum(disbursed_vnd) filter (own_line) as own_disbursed,
        sum(allocated_vnd) as all_allocated,
        sum(disbursed_vnd) as all_disbursed,
        count(*) filter (own_line) as own_lines,
        count(*) filter (status = 'doing') as in_progress,
        count(*) filter (status = 'todo') as not_started, count(*) filter (status = 'unknown') as unknown
    from report.tasks_with_rejected
),
alternatives as (
    select 'tasks_complete' as id, complete::double as with_rejected from counted
    union all select 'tasks_in_progress', in_progress from counted
    union all select 'tasks_not_started', not_started from counted
    union all select 'tasks_unknown', unknown from counted
    union all select 'completion_rate_pct', completion_rate from counted
    union all select 'mean_progress_pct', mean_progress from counted
    union all select 'own_line_allocated_vnd', own_allocated from counted where own_lines > 0
    union all select 'own_line_used_vnd', own_used from counted where own_lines > 0
    union all select 'own_line_disbursed_vnd', own_disbursed from counted where own_lines > 0
    union all select 'own_line_execution_pct', if(own_used > 0, rate_pct(coalesce(own_disbursed, 0), own_used), null)
        from counted where own_lines > 0
    union all select 'all_allocated_vnd', all_allocated from counted
    union all select 'all_disbursed_vnd', all_disbursed from counted
)

select id, label, unit, value, with_rejected,
    round(coalesce(with_rejected, if(unit = 'pct', null, 0)) - coalesce(value, if(unit = 'pct', null, 0)), 4) as difference
from report.figures
join alternatives using (id)
order by position
