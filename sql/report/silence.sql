-- one row per unit that owes a report or leads a task: whether it has reported, and why nothing at all of it is there
--   *: Đơn vị phải gửi báo cáo hoặc chủ trì nhiệm vụ; vì sao chưa có số liệu nào của đơn vị
--   unit_id: mã đơn vị
--   received_on: ngày nhận tệp đọc được đầu tiên; trống là chưa gửi hoặc không rõ ngày
--   state: trạng thái báo cáo; not_asked là đơn vị chủ trì không thuộc nhóm phải gửi báo cáo
--   silence: vì sao chưa có số liệu nào; trống khi đã có
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
)

select
    unit_id, short_name, position, state, days_late, received_on,
    case state when 'missing' then 'Chưa gửi báo cáo' when 'unread' then coalesce(reason, 'Đã gửi, chưa đọc được') end as silence
from units
left join refusals using (unit_id)
order by position, short_name
