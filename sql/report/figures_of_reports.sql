-- one row per headline figure about reports and lines received
--   *: Con số chính về việc gửi báo cáo và dòng số liệu
--   id: mã con số, cũng là mã trong so-lieu.json
--   label: tên con số
--   value: giá trị; trống khi không có mẫu số hoặc chưa có số liệu (đơn vị ghi ở cột unit)
--   unit: đơn vị của giá trị: count là số đếm, vnd là đồng, pct là %
--   numerator: tử số của tỷ lệ (đơn vị của tử số)
--   denominator: mẫu số của tỷ lệ (đơn vị của mẫu số)
--   note: ghi chú về cách tính
--   position: thứ tự trong báo cáo (số thứ tự)
with
reports as (
    select
        count(*) as expected,
        count(*) filter (files > 0) as received,
        count(*) filter (state = 'unread') as unread,
        count(*) filter (on_time) as on_time,
        count(*) filter (on_time_strict) as on_time_strict
    from marts.unit_reports
),
files as (
    select
        count(*) as received, count(*) filter (state = 'refused') as refused,
        sum(rows_read)::bigint as rows_read, sum(rows_accepted)::bigint as rows_accepted, sum(rows_rejected)::bigint as rows_rejected
    from marts.submissions
    where state <> 'later'
),
words as (
    select
        'hạn đọc theo nghĩa rộng: “trước ngày” gồm cả ngày đó; hạn rơi vào ngày nghỉ thì lùi đến ngày làm việc kế tiếp' as lenient,
        'hạn đọc theo nghĩa chặt: phải nhận trước ngày ghi trong kế hoạch' as strict,
        'kế hoạch không quy định đơn vị phải gửi trong kỳ này' as nobody
),
figures as (
    select 21 as position, 'reports_expected' as id, 'Đơn vị phải gửi báo cáo' as label, expected::double as value, 'count' as unit,
        null::double as numerator, null::double as denominator, null as note from reports
    union all select 22, 'reports_received', 'Đơn vị đã gửi báo cáo', received, 'count', null, null, null from reports
    union all select 23, 'reports_unread', 'Đơn vị đã gửi, chưa đọc được', unread, 'count', null, null,
        'không tính là chưa gửi' from reports
    union all select 24, 'reports_on_time', 'Đơn vị gửi đúng hạn', on_time, 'count', null, null, lenient from reports, words
    union all select 25, 'reporting_rate_pct', 'Tỷ lệ gửi báo cáo', rate_pct(received, expected), 'pct', received, expected,
        if(expected = 0, nobody, null) from reports, words
    union all select 26, 'on_time_rate_pct', 'Tỷ lệ gửi đúng hạn', rate_pct(on_time, expected), 'pct', on_time, expected,
        lenient from reports, words
    union all select 27, 'reports_on_time_strict', 'Đơn vị gửi đúng hạn, đọc chặt', on_time_strict, 'count', null, null,
        strict from reports, words
    union all select 28, 'on_time_rate_strict_pct', 'Tỷ lệ gửi đúng hạn, đọc chặt', rate_pct(on_time_strict, expected),
        'pct', on_time_strict, expected, strict from reports, words
    union all select 29, 'rows_read', 'Dòng số liệu đã đọc', coalesce(rows_read, 0), 'count', null, null, null from files
    union all select 30, 'rows_accepted', 'Dòng được chấp nhận', coalesce(rows_accepted, 0), 'count', null, null, null from files
    union all select 31, 'rows_rejected', 'Dòng bị loại khỏi số liệu', coalesce(rows_rejected, 0), 'count', null, null,
        'nêu ở phụ lục, không nằm trong con số nào' from files
    union all select 32, 'files_received', 'Tệp đã nhận', received, 'count', null, null, null from files
    union all select 33, 'files_refused', 'Tệp bị từ chối', refused, 'count', null, null, null from files
)

select id, label, value, unit, numerator, denominator, note, position
from figures
order by position
