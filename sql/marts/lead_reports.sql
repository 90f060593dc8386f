-- one row per unit that leads a task without owing a report of the period: whether it has sent anything that can be used
--   *: Đơn vị chủ trì nhiệm vụ nhưng không thuộc nhóm phải gửi báo cáo: đã có số liệu hay chưa
--   unit_id: mã đơn vị chủ trì
--   tasks_led: số nhiệm vụ chủ trì (nhiệm vụ)
--   tasks_reported: số nhiệm vụ chủ trì có số liệu được chấp nhận (nhiệm vụ)
--   received_on: ngày nhận tệp đọc được đầu tiên; trống là chưa gửi hoặc không rõ ngày
--   files: số tệp đọc được (tệp)
with
outside as (
    select unit_id, count(*) as tasks_led, count(*) filter (has_reported) as tasks_reported
    from marts.task_leads
    anti join ref.expected_units using (unit_id)
    group by unit_id
),
sent as (
    select unit_id, min(received_on) as received_on, count(*) as files
    from staging.submissions
    where state <> 'refused'
    group by unit_id
)

select unit_id, name, short_name, tasks_led, tasks_reported, received_on, coalesce(files, 0) as files
from outside
join ref.units using (unit_id)
left join sent using (unit_id)
order by name
