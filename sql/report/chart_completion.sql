-- one row per leaf task: percent done to the date and the lead units' estimate for the year
--   *: Biểu đồ: tỷ lệ hoàn thành theo nhiệm vụ
--   category: nhiệm vụ, số của bao nhiêu đơn vị chủ trì khi chưa đủ
--   Thực hiện đến ngày báo cáo: tỷ lệ hoàn thành đến ngày báo cáo (%)
--   Ước cả năm: tỷ lệ ước đến hết năm; trống khi chưa đủ các đơn vị đã báo cáo có số ước (%)
select
    format('Nhiệm vụ {}', task_code)
        || if(leads_reported < leads_expected, format(' (số của {}/{} đơn vị)', leads_reported, leads_expected), '') as category,
    done.completion_pct as "Thực hiện đến ngày báo cáo",
    if(leads_estimated = leads_reported, done.estimated_pct, null) as "Ước cả năm"
from marts.tasks as done
join ref.tasks as plan using (task_code)
order by plan.position
