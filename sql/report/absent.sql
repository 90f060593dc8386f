-- one row per figure × unit (× task) that is not in it, with the reason: the answer to "why is unit X not in this figure?"
--   *: Vì sao một con số không có số liệu của một đơn vị
--   figure_id: mã con số, như report.figures.id
--   unit_id: mã đơn vị
--   task_code: nhiệm vụ mà đơn vị không có trong con số; trống khi nói về cả đơn vị
--   reason: vì sao không có
with
units as (
    select unit_id, short_name, position, state, days_late, received_on from marts.unit_reports
    union all by name
    select unit_id, short_name, 1000 as position, 'not_asked' as state
    from ref.units
    semi join marts.task_leads using (unit_id)
    anti join marts.unit_reports using (unit_id)
),
refusals as (
    select unit_id, string_agg(reason, '; ' order by reason) as reason
    from (
        select unit_id, format('Tệp {} bị từ chối ({})', file, lower(rule_title)) as reason from marts.findings where severity = 'file'
        union all
        select unit_id, format('Đã gửi tệp {}, chưa đọc được', file) from raw.other_files
    )
    where unit_id is not null
    group by unit_id
),
-- Why nothing at all of a unit is there.
silent as (
    select unit_id, case state when 'missing' then 'Chưa gửi báo cáo'
        when 'unread' then coalesce(refusals.reason, 'Đã gửi, chưa đọc được') end as reason
    from units
    left join refusals using (unit_id)
    where state in ('missing', 'unread')
),
rejections as (
    select file, sheet, row_no, string_agg(distinct lower(rule_title), ', ' order by lower(rule_title)) as rules
    from marts.findings
    where severity = 'row'
    group by all
),
rejected_rows as (
    select
        unit_id, task_code, file, row_no, rules, allocated_text is not null or disbursed_text is not null as has_amount,
        row_number() over (partition by unit_id, task_code order by file, row_no) as number
    from staging.rows
    join rejections using (file, sheet, row_no)
),
-- Three lines tell the sender where to look; annex V has them all.
rejected as (
    select
        unit_id, task_code, bool_or(has_amount) as has_amount,
        string_agg(format('Dòng {} của tệp {} bị loại ({})', row_no, file, rules), '; ' order by number) filter (number <= 3)
            || if(count(*) > 3, format('; và {} dòng khác', count(*) - 3), '') as reason
    from rejected_rows
    group by unit_id, task_code
),
leads as (
    select task_leads.*, tasks.status = 'done' as is_done from marts.task_leads join marts.tasks using (task_code)
),
without_row as (
    select unit_id, task_code, coalesce(silent.reason, rejected.reason, 'Không có dòng nào về nhiệm vụ chủ trì, hoặc để trống') as reason
    from leads
    left join silent using (unit_id)
    left join rejected using (unit_id, task_code)
    where not has_reported
),
not_leading as (
    select unit_id, null as task_code, 'Không chủ trì nhiệm vụ nào; số liệu phối hợp được nêu mà không tính vào tỷ lệ' as reason
    from units
    anti join leads using (unit_id)
),
progress as (select * from without_row union all select * from not_leading),
not_done as (
    select
        unit_id, task_code,
        if(status = 'done', 'Đơn vị đã hoàn thành, đơn vị chủ trì khác thì chưa', format('Đơn vị ghi “{}”', status_label(status))) as reason
    from leads
    where has_reported and not is_done
    union all
    select * from progress
),
own_lines as (select task_code from ref.tasks where own_line),
money as (select unit_id, own_lines.task_code is not null as own_line from marts.budget left join own_lines using (task_code)),
rejected_money as (
    select unit_id, task_code, reason, own_lines.task_code is not null as own_line from rejected
    left join own_lines using (task_code) where has_amount
),
own_money as (
    select unit_id, task_code, reason from rejected_money where own_line
    union all
    select unit_id, null, coalesce(silent.reason, 'Không ghi số tiền ở nhiệm vụ nào có dòng kinh phí riêng')
    from units
    left join silent using (unit_id)
    anti join (select unit_id from money where own_line union select unit_id from rejected_money where own_line) as known using (unit_id)
    where state <> 'not_asked'
),
all_money as (
    select unit_id, task_code, reason from rejected_money
    union all
    select unit_id, null, coalesce(silent.reason, 'Không ghi số tiền nào')
    from units
    left join silent using (unit_id)
    anti join (select unit_id from money union select unit_id from rejected_money) as known using (unit_id)
    where state <> 'not_asked'
),
not_on_time as (
    select
        unit_id, null as task_code,
        case state when 'late' then format('Gửi trễ {} ngày (nhận ngày {})', days_late, strftime(received_on, '%d/%m/%Y'))
            when 'undated' then 'Đã gửi, không rõ ngày nhận' else silent.reason end as reason
    from units
    left join silent using (unit_id)
    where state in ('late', 'undated', 'missing', 'unread')
),
absent as (
    select unnest(['completion_rate_pct', 'tasks_complete']) as figure_id, * from not_done
    union all select unnest(['mean_progress_pct', 'tasks_in_progress']), * from progress
    union all select unnest(['own_line_allocated_vnd', 'own_line_used_vnd', 'own_line_disbursed_vnd',
        'own_line_execution_pct']), * from own_money
    union all select unnest(['all_allocated_vnd', 'all_disbursed_vnd']), * from all_money
    union all select unnest(['reports_received', 'reporting_rate_pct', 'rows_read', 'rows_accepted']), unit_id, null, reason from silent
    union all select unnest(['reports_on_time', 'on_time_rate_pct']), * from not_on_time
)

select figure_id, unit_id, short_name, task_code, reason
from absent
join units using (unit_id)
order by figure_id, reason, position, task_code
