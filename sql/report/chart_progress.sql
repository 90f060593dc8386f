-- one row per leaf task, where the report is compared with an earlier one of the same plan: percent done then and now
--   *: Biểu đồ: tiến độ từng nhiệm vụ qua các kỳ
--   category: nhiệm vụ
--   Báo cáo kỳ trước: tỷ lệ hoàn thành ở báo cáo kỳ trước (%)
--   Kỳ này: tỷ lệ hoàn thành đến ngày báo cáo (%)
select
    format('{}. {}', task_code, title)
        || if(leads_compared < leads_expected, format(' ({}/{} đơn vị chủ trì)', leads_compared, leads_expected), '') as category,
    previous_pct as "Báo cáo kỳ trước", completion_pct as "Kỳ này"
from report.task_periods
order by position
