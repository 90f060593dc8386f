-- one row per task or heading of the plan, as the annex of tasks prints it
--   *: Phụ lục nhiệm vụ: tình hình từng nhiệm vụ
--   parent_code: mã đề mục mà nhiệm vụ thuộc về; trống là nhiệm vụ đứng riêng
--   parent_title: tên đề mục ấy
--   status_label: trạng thái bằng chữ
--   remark: số liệu, số ước là của bao nhiêu trên bao nhiêu đơn vị chủ trì; trống khi đủ
--   leads_estimated: số đơn vị chủ trì đã báo cáo có ghi tỷ lệ ước cả năm (đơn vị)
--   emphasis: group là đề mục của kế hoạch
--   status: trạng thái chung của nhiệm vụ; trống ở đề mục
--   completion_pct: bình quân các đơn vị chủ trì đã báo cáo; trống ở đề mục và khi chưa có số liệu (%)
--   estimated_pct: bình quân tỷ lệ các đơn vị chủ trì ước đến hết năm; trống ở đề mục (%)
select
    tasks.task_code, tasks.title, tasks.parent_code, headings.title as parent_title,
    tasks.leads_text, tasks.coordinators_text, tasks.time_text, tasks.expected_result,
    status_label(status) as status_label,
    status, completion_pct, estimated_pct, leads_estimated, leads_expected, leads_reported,
    if(tasks.is_leaf, concat_ws('; ',
        if(leads_reported < leads_expected, format('số liệu của {}/{} đơn vị chủ trì', leads_reported, leads_expected), null),
        if(estimated_pct is not null and leads_estimated < leads_reported,
            format('ước của {}/{} đơn vị', leads_estimated, leads_reported), null)), '') as remark,
    if(tasks.is_leaf, '', 'group') as emphasis
from ref.tasks
left join marts.tasks as done on done.task_code = tasks.task_code
left join ref.tasks as headings on headings.task_code = tasks.parent_code
order by tasks.position
