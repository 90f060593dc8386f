-- one row per unit that owes a report, as annex IV prints it
--   *: Phụ lục IV: tình hình gửi báo cáo
--   state_label: tình trạng bằng chữ
--   strict_label: đúng hạn hay trễ khi đọc thời hạn theo nghĩa chặt
--   days_late: số ngày trễ; trống khi không trễ (ngày)
select
    row_number() over (order by position) as position, unit_id, name, short_name,
    report_state_label(state) as state_label,
    state, received_on, on_time, on_time_strict,
    if(files = 0, null, if(on_time_strict, 'Đúng hạn', 'Trễ hạn')) as strict_label,
    if(state = 'late', days_late, null) as days_late, files, rows_read, rows_accepted, rows_rejected
from marts.unit_reports
order by position
