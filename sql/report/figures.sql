-- one row per headline figure: its value with numerator and denominator, null where there is no denominator
--   *: Các con số chính của báo cáo, kèm tử số và mẫu số
--   id: mã con số, cũng là mã trong so-lieu.json
--   label: tên con số
--   value: giá trị; trống khi không có mẫu số (đơn vị ghi ở cột unit)
--   unit: đơn vị của giá trị: count là số đếm, vnd là đồng, pct là %
--   numerator: tử số của tỷ lệ (đơn vị của tử số)
--   denominator: mẫu số của tỷ lệ (đơn vị của mẫu số)
--   note: ghi chú về cách tính
--   position: thứ tự trong báo cáo (số thứ tự)
with
tasks as (
    select
        count(*) as total,
        count(*) filter (status = 'done') as complete,
        count(*) filter (status = 'doing') as in_progress,
        count(*) filter (status = 'todo') as not_started,
        count(*) filter (status <> 'stopped') as not_stopped,
        avg(completion_pct) as mean_progress,
        sum(completion_pct) as sum_progress,
        sum(planned_vnd) filter (own_line) as planned,
        sum(allocated_vnd) filter (own_line) as allocated,
        sum(disbursed_vnd) filter (own_line) as disbursed,
        count(*) filter (own_line) as own_lines,
        sum(allocated_vnd) as all_allocated,
        sum(disbursed_vnd) as all_disbursed
    from marts.tasks
),
reports as (
    select
        count(*) as expected,
        count(*) filter (files > 0) as received,
        count(*) filter (on_time) as on_time,
        count(*) filter (on_time_strict) as on_time_strict
    from marts.unit_reports
),
files as (
    select
        count(*) as received, count(*) filter (state = 'refused') as refused,
        sum(rows_read)::bigint as rows_read, sum(rows_accepted)::bigint as rows_accepted, sum(rows_rejected)::bigint as rows_rejected
    from marts.submissions
),
words as (
    select
        'không bố trí dự toán riêng' as no_own_line,
        'hạn đọc theo nghĩa rộng: “trước ngày” gồm cả ngày đó; hạn rơi vào ngày nghỉ thì lùi đến ngày làm việc kế tiếp' as lenient,
        'hạn đọc theo nghĩa chặt: phải nhận trước ngày ghi trong kế hoạch' as strict
),
figures as (
    select 1 as position, 'tasks_total' as id, 'Số nhiệm vụ của kế hoạch' as label, total::double as value, 'count' as unit,
        null::double as numerator, null::double as denominator, 'không tính mục tiêu đề' as note from tasks
    union all select 2, 'tasks_complete', 'Nhiệm vụ hoàn thành', complete, 'count', null, null, null from tasks
    union all select 3, 'tasks_in_progress', 'Nhiệm vụ đang thực hiện', in_progress, 'count', null, null, null from tasks
    union all select 4, 'tasks_not_started', 'Nhiệm vụ chưa thực hiện', not_started, 'count', null, null, null from tasks
    union all select 5, 'completion_rate_pct', 'Tỷ lệ nhiệm vụ hoàn thành', rate_pct(complete, not_stopped), 'pct', complete, not_stopped,
        if(not_stopped = 0, 'không có nhiệm vụ nào để tính tỷ lệ', 'trên số nhiệm vụ không dừng') from tasks
    union all select 6, 'mean_progress_pct', 'Tiến độ bình quân các nhiệm vụ', round(mean_progress, 4), 'pct', round(sum_progress, 4), total,
        'bình quân tỷ lệ hoàn thành của từng nhiệm vụ; đơn vị chủ trì chưa có số liệu tính 0%' from tasks
    union all select 7, 'own_line_planned_vnd', 'Kinh phí bố trí trong kế hoạch', planned, 'vnd', null, null, if(own_lines = 0, no_own_line, null) from tasks, words
    union all select 8, 'own_line_allocated_vnd', 'Dự toán giao của các nhiệm vụ có dòng kinh phí riêng', if(own_lines = 0, null, coalesce(allocated, 0)), 'vnd',
        null, null, if(own_lines = 0, no_own_line, null) from tasks, words
    union all select 9, 'own_line_disbursed_vnd', 'Đã giải ngân của các nhiệm vụ có dòng kinh phí riêng', if(own_lines = 0, null, coalesce(disbursed, 0)), 'vnd',
        null, null, if(own_lines = 0, no_own_line, null) from tasks, words
    union all select 10, 'own_line_execution_pct', 'Tỷ lệ giải ngân các nhiệm vụ có dòng kinh phí riêng', rate_pct(coalesce(disbursed, 0), allocated), 'pct',
        if(own_lines = 0, null, coalesce(disbursed, 0)), allocated,
        case when own_lines = 0 then no_own_line when coalesce(allocated, 0) = 0 then 'chưa có số dự toán giao' else 'tổng giải ngân chia tổng dự toán giao' end
        from tasks, words
    union all select 11, 'all_allocated_vnd', 'Dự toán các đơn vị báo cáo ở mọi nhiệm vụ', coalesce(all_allocated, 0), 'vnd', null, null,
        'gồm cả kinh phí lồng ghép do đơn vị tự báo cáo' from tasks
    union all select 12, 'all_disbursed_vnd', 'Giải ngân các đơn vị báo cáo ở mọi nhiệm vụ', coalesce(all_disbursed, 0), 'vnd', null, null,
        'gồm cả kinh phí lồng ghép do đơn vị tự báo cáo' from tasks
    union all select 13, 'reports_expected', 'Đơn vị phải gửi báo cáo', expected, 'count', null, null, null from reports
    union all select 14, 'reports_received', 'Đơn vị đã gửi báo cáo', received, 'count', null, null, null from reports
    union all select 15, 'reports_on_time', 'Đơn vị gửi đúng hạn', on_time, 'count', null, null, lenient from reports, words
    union all select 16, 'reporting_rate_pct', 'Tỷ lệ gửi báo cáo', rate_pct(received, expected), 'pct', received, expected, null from reports
    union all select 17, 'on_time_rate_pct', 'Tỷ lệ gửi đúng hạn', rate_pct(on_time, expected), 'pct', on_time, expected, lenient from reports, words
    union all select 18, 'reports_on_time_strict', 'Đơn vị gửi đúng hạn, đọc chặt', on_time_strict, 'count', null, null, strict from reports, words
    union all select 19, 'on_time_rate_strict_pct', 'Tỷ lệ gửi đúng hạn, đọc chặt', rate_pct(on_time_strict, expected), 'pct', on_time_strict, expected, strict from reports, words
    union all select 20, 'rows_read', 'Dòng số liệu đã đọc', coalesce(rows_read, 0), 'count', null, null, null from files
    union all select 21, 'rows_accepted', 'Dòng được chấp nhận', coalesce(rows_accepted, 0), 'count', null, null, null from files
    union all select 22, 'rows_rejected', 'Dòng bị loại khỏi số liệu', coalesce(rows_rejected, 0), 'count', null, null, 'nêu ở phụ lục, không nằm trong con số nào' from files
    union all select 23, 'files_received', 'Tệp đã nhận', received, 'count', null, null, null from files
    union all select 24, 'files_refused', 'Tệp bị từ chối', refused, 'count', null, null, null from files
)

select id, label, value, unit, numerator, denominator, note, position
from figures
order by position
