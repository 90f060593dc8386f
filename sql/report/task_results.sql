-- one row per task or heading of the plan, as annex I prints it
--   *: Phụ lục I: kết quả từng nhiệm vụ
--   result_text: kết quả các đơn vị ghi, ghép lại
--   status_label: trạng thái bằng chữ
--   note: bao nhiêu đơn vị chủ trì có số liệu
--   estimated_from: tỷ lệ ước là của bao nhiêu đơn vị trong số đơn vị chủ trì đã báo cáo; trống khi không có số ước
--   leads_estimated: số đơn vị chủ trì đã báo cáo có ghi tỷ lệ ước cả năm (đơn vị)
--   emphasis: group là đề mục của kế hoạch
--   status: trạng thái chung của nhiệm vụ; trống ở đề mục
--   completion_pct: bình quân các đơn vị chủ trì đã báo cáo; trống ở đề mục và khi chưa có số liệu (%)
--   estimated_pct: bình quân tỷ lệ các đơn vị chủ trì ước đến hết năm; trống ở đề mục (%)
with
ranked as (
    select task_code, short_name, result_text, row_number() over (partition by task_code order by role desc, short_name) as number
    from marts.progress
    join ref.units using (unit_id)
    where result_text is not null
),
-- No province has so many units, and no cell of an annex room for more.
results as (
    select
        task_code,
        string_agg(format('{}: {}', short_name, result_text), '; ' order by number) filter (number <= 500)
            || if(count(*) > 500, format('; và {} đơn vị khác', count(*) - 500), '') as result_text
    from ranked
    group by task_code
)

select
    tasks.task_code, tasks.title, leads_text, coordinators_text, time_text, expected_result, results.result_text,
    status_label(status) as status_label,
    status, completion_pct, estimated_pct, leads_estimated,
    if(is_leaf, format('{}/{}', leads_reported, leads_expected), null) as note,
    leads_expected, leads_reported,
    if(estimated_pct is null, null, format('{}/{} đơn vị', leads_estimated, leads_reported)) as estimated_from,
    if(is_leaf, '', 'group') as emphasis
from ref.tasks
left join marts.tasks as done on done.task_code = tasks.task_code
left join results on results.task_code = tasks.task_code
order by position
