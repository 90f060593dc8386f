-- one row per period × unit that owed a report: a score of its data from 0 to 100 and why it is not 100; earlier periods as their own report said
--   *: Điểm chất lượng số liệu của từng đơn vị, kỳ này và các kỳ trước
--   score: điểm chất lượng, nhiều nhất 100 (điểm)
--   timely_points: gửi đúng hạn 30; gửi trễ hoặc không rõ ngày nhận 15; chưa gửi 0 (điểm)
--   lead_points: 30 nhân tỷ lệ nhiệm vụ chủ trì có số liệu được chấp nhận; không chủ trì nhiệm vụ nào thì đủ 30 (điểm)
--   row_points: 30 nhân tỷ lệ dòng được chấp nhận (điểm)
--   warning_points: 10 nhân phần dòng không có cảnh báo (điểm)
--   reasons: vì sao mất điểm
--   unit_id: mã đơn vị phải gửi báo cáo
--   period_id: mã kỳ báo cáo, ví dụ 2024 hoặc 2024-h1
with
units as (select *, state in ('missing', 'unread') as is_absent from marts.unit_reports),
leads as (select unit_id, count(*) as tasks_led, count(*) filter (has_reported) as tasks_reported from marts.task_leads group by unit_id),
-- Whether a unit may report on a task is asked, not blamed.
remarks as (
    select unit_id, count(*) as warnings, count(distinct (file, sheet, table_no, row_no)) as rows_warned
    from marts.placed_findings
    where severity = 'warning' and row_no is not null and rule_id <> 'not_responsible'
    group by unit_id
),
judged as (
    select
        units.*,
        coalesce(tasks_led, 0) as tasks_led,
        coalesce(tasks_reported, 0) as tasks_reported,
        coalesce(warnings, 0) as warnings,
        case when is_absent then 0 when state = 'on_time' then 30 else 15 end as timely_points,
        if(is_absent, 0, 30 * coalesce(tasks_reported / tasks_led, 1)) as lead_points,
        if(is_absent, 0, 30 * coalesce(rows_accepted / nullif(rows_read, 0), 0)) as row_points,
        if(is_absent, 0, 10 * greatest(0, 1 - coalesce(rows_warned, 0) / nullif(rows_read, 0))) as warning_points
    from units
    left join leads using (unit_id)
    left join remarks using (unit_id)
),
explained as (
    select
        *,
        nullif(concat_ws('; ',
            case state when 'missing' then 'chưa gửi báo cáo' when 'unread' then 'đã gửi, chưa đọc được'
                when 'undated' then 'không rõ ngày nhận'
                when 'late' then format('gửi trễ {} ngày', days_late) end,
            if(not is_absent and tasks_reported < tasks_led,
                format('{}/{} nhiệm vụ chủ trì không có số liệu được chấp nhận', tasks_led - tasks_reported, tasks_led), null),
            if(rows_rejected > 0, format('{}/{} dòng bị loại', rows_rejected, rows_read), null),
            if(not is_absent and warnings > 0, format('{} cảnh báo', warnings), null)), '') as reasons
    from judged
)

select
    plan_id, period_id, data_to, unit_id,
    round(timely_points + lead_points + row_points + coalesce(warning_points, 0), 1)::double as score,
    timely_points::double as timely_points,
    round(lead_points, 1)::double as lead_points,
    round(row_points, 1)::double as row_points,
    round(coalesce(warning_points, 0), 1)::double as warning_points,
    reasons
from explained
cross join ref.period
union all by name
select previous_quality.* from raw.previous_quality anti join ref.period using (plan_id, period_id)
order by data_to, unit_id
