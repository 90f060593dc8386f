-- one row per figure × unit (× task) that is not in it, with the reason: the answer to "why is unit X not in this figure?"
--   *: Vì sao một con số không có số liệu của một đơn vị
--   figure_id: mã con số, như report.figures.id
--   unit_id: mã đơn vị
--   task_code: nhiệm vụ mà đơn vị không có trong con số; trống khi nói về cả đơn vị
--   reason: vì sao không có
with
progress as (select unit_id, task_code, has_reported, reason from report.absent_progress),
money as (select unit_id, task_code, own_line, reason from report.absent_money),
silent as (select unit_id, silence as reason from report.silence where silence is not null),
not_on_time as (
    select
        unit_id,
        case state when 'late' then format('Gửi trễ {} ngày (nhận ngày {})', days_late, strftime(received_on, '%d/%m/%Y'))
            when 'undated' then 'Đã gửi, không rõ ngày nhận' else silence end as reason
    from report.silence
    where state in ('late', 'undated', 'missing', 'unread')
),
absent as (
    select unnest(['completion_rate_pct', 'tasks_complete']) as figure_id, unit_id, task_code, reason from progress
    union all
    select unnest(['mean_progress_pct', 'tasks_in_progress']), unit_id, task_code, reason from progress where not has_reported
    union all
    select unnest(['own_line_allocated_vnd', 'own_line_used_vnd', 'own_line_disbursed_vnd',
        'own_line_execution_pct']), unit_id, task_code, reason from money where own_line
    union all
    select unnest(['all_allocated_vnd', 'all_disbursed_vnd']), unit_id, task_code, reason from money where not own_line
    union all
    select unnest(['reports_received', 'reporting_rate_pct', 'rows_read', 'rows_accepted']), unit_id, null, reason from silent
    union all
    select unnest(['reports_on_time', 'on_time_rate_pct']), unit_id, null, reason from not_on_time
)

select figure_id, unit_id, short_name, task_code, reason
from absent
join report.silence using (unit_id)
order by figure_id, reason, position, short_name, task_code
