-- one row per figure × row of a department's file behind it
--   *: Từ mỗi con số trở về dòng của tệp đơn vị đã tạo ra nó
--   figure_id: mã con số, như report.figures.id
--   sheet: tên trang tính; trống khi con số tính theo tệp
--   row_no: số dòng như Excel hiển thị; trống khi con số tính theo tệp (số thứ tự)
--   column_name: cột của dữ liệu mở mà con số lấy
--   value: giá trị đã dùng, viết thành chữ
--   unit_id: mã đơn vị gửi tệp
--   received_on: ngày nhận; trống là không rõ
with
progress as (
    select progress.* from marts.progress
    semi join marts.task_leads on task_leads.task_code = progress.task_code and task_leads.unit_id = progress.unit_id
),
done as (select * from progress semi join (select task_code from marts.tasks where status = 'done') using (task_code)),
own_lines as (select budget.* from marts.budget semi join (select task_code from ref.tasks where own_line) using (task_code)),
files as (select file, short_name, state, rows_read, rows_rejected, on_time, received_on, unit_id from marts.submissions
    left join ref.units using (unit_id) where state <> 'later'),
sources as (
    select unnest(['completion_rate_pct', 'tasks_complete']) as figure_id, file, sheet, row_no, 'status' as column_name,
        status as value from done
    union all
    select unnest(['tasks_in_progress', 'mean_progress_pct']), file, sheet, row_no, 'completion_pct', completion_pct::varchar from progress
    union all
    select unnest(['own_line_allocated_vnd', 'own_line_used_vnd', 'own_line_execution_pct']), file, sheet, row_no,
        'allocated_vnd', allocated_vnd::varchar
    from own_lines where allocated_vnd is not null
    union all
    select unnest(['own_line_carried_in_vnd', 'own_line_used_vnd', 'own_line_execution_pct']), file, sheet, row_no,
        'carried_in_vnd', carried_in_vnd::varchar
    from own_lines where carried_in_vnd is not null
    union all
    select unnest(['own_line_disbursed_vnd', 'own_line_execution_pct']), file, sheet, row_no, 'disbursed_vnd', disbursed_vnd::varchar
    from own_lines where disbursed_vnd is not null
    union all
    select 'all_allocated_vnd', file, sheet, row_no, 'allocated_vnd', allocated_vnd::varchar from marts.budget
    where allocated_vnd is not null
    union all
    select 'all_disbursed_vnd', file, sheet, row_no, 'disbursed_vnd', disbursed_vnd::varchar from marts.budget
    where disbursed_vnd is not null
    union all
    select unnest(['reports_received', 'reporting_rate_pct']), file, null, null, 'received_on', received_on::varchar
    from files where state <> 'refused' and unit_id is not null
    union all
    select unnest(['reports_on_time', 'on_time_rate_pct']), file, null, null, 'received_on', received_on::varchar
    from files where on_time and state <> 'refused' and unit_id is not null
    union all
    select unnest(['rows_read', 'rows_accepted']), file, null, null, 'rows_read', rows_read::varchar from files where rows_read > 0
    union all
    select 'rows_rejected', file, sheet, row_no, any_value(column_name order by column_name), any_value(value order by column_name)
    from marts.placed_findings where severity = 'row' group by file, sheet, table_no, row_no
    union all
    select 'reports_unread', file, null, null, 'state', state from files
    semi join (select unit_id from marts.unit_reports where state = 'unread') using (unit_id)
    union all
    select if(tasks.status = 'todo', 'tasks_not_started', 'tasks_stopped'), file, sheet, row_no, 'status', progress.status
    from progress
    join (select task_code, status from marts.tasks where status in ('todo', 'stopped')) as tasks using (task_code)
    union all
    select 'files_received', file, null, null, 'state', state from files
    union all
    select 'files_refused', file, null, null, 'state', state from files where state = 'refused'
)

select sources.*, submissions.unit_id, sha256, received_on
from sources
join marts.submissions using (file)
