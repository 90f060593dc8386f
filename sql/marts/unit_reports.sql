-- one row per unit that owes a report: when it came, read leniently and strictly, and what became of its lines
--   *: Đơn vị phải gửi báo cáo: gửi khi nào, đúng hạn hay trễ, bao nhiêu dòng dùng được
--   state: on_time là đúng hạn, late là trễ, undated là không rõ ngày nhận, unread là đã gửi mà chưa đọc được, missing là chưa gửi
--   received_on: ngày nhận tệp đọc được đầu tiên; chưa có tệp đọc được thì ngày nhận tệp đầu tiên
--   on_time: đúng hạn theo nghĩa rộng: “trước ngày 15/11” gồm cả ngày 15/11, hạn vào ngày nghỉ thì lùi
--   on_time_strict: đúng hạn theo nghĩa chặt: phải nhận trước ngày ghi trong kế hoạch
--   days_late: số ngày nhận sau hạn; 0 là không trễ (ngày)
--   files: số tệp đọc được (tệp)
--   unit_id: mã đơn vị phải gửi báo cáo
with
came as (select * from staging.submissions where state <> 'later'),
sent as (
    select
        unit_id, min(received_on) as received_on, count(*) as files,
        bool_or(on_time) as on_time, bool_or(on_time_strict) as on_time_strict
    from came
    where state <> 'refused'
    group by unit_id
),
-- Refused files, and what came in a form that is not read.
unread as (
    select unit_id, min(received_on) as received_on
    from (
        select unit_id, received_on from came where state = 'refused'
        union all
        select unit_id, received_on from raw.other_files, ref.run
        where received_on is null or run.as_of is null or received_on <= run.as_of
    )
    group by unit_id
),
lines as (
    select unit_id, sum(rows_read) as rows_read, sum(rows_accepted) as rows_accepted, sum(rows_rejected) as rows_rejected
    from marts.submissions
    group by unit_id
)

select
    unit_id, name, short_name, position,
    case when files is null and unread.unit_id is not null then 'unread' when files is null then 'missing'
        when on_time then 'on_time' when sent.received_on is null then 'undated' else 'late' end as state,
    if(files is null, unread.received_on, sent.received_on) as received_on,
    coalesce(on_time, false) as on_time, coalesce(on_time_strict, false) as on_time_strict,
    greatest(sent.received_on - due_lenient_on, 0) as days_late,
    coalesce(files, 0) as files, coalesce(rows_read, 0)::bigint as rows_read,
    coalesce(rows_accepted, 0)::bigint as rows_accepted, coalesce(rows_rejected, 0)::bigint as rows_rejected
from ref.expected_units
cross join ref.period
left join sent using (unit_id)
left join unread using (unit_id)
left join lines using (unit_id)
order by position
