-- one row per rate that the report prints: its value, and numerator and denominator counted anew
--   *: Bảng tự kiểm: mọi tỷ lệ in trong báo cáo, kèm tử số và mẫu số
--   place: tỷ lệ ở đâu
--   id: tỷ lệ của con số, nhiệm vụ, chỉ tiêu hay đơn vị nào
--   value: tỷ lệ in trong báo cáo (%)
--   numerator: tử số đếm lại (đơn vị của tử số)
--   denominator: mẫu số đếm lại (đơn vị của mẫu số)
--   factor: nhân với bao nhiêu: 100, hoặc 1 với bình quân các tỷ lệ (lần)
with
leads as (
    select task_code, sum(exact(completion_pct))::double as done, count(completion_pct) as n,
        sum(exact(estimated_pct))::double as estimated, count(estimated_pct) as estimates
    from marts.task_leads
    group by task_code
),
counts as (select indicator_code, sum(exact(counted))::double as total from marts.indicators group by indicator_code)

select 'số chính' as place, id, value, numerator::double as numerator, denominator::double as denominator,
    if(id = 'mean_progress_pct', 1, 100) as factor
from report.figures where unit = 'pct' and value is not null
union all
select 'Phụ lục I', task_code, completion_pct, done, n, 1 from marts.tasks join leads using (task_code) where completion_pct is not null
union all
select 'Phụ lục I, ước', task_code, estimated_pct, estimated, estimates, 1 from marts.tasks join leads using (task_code)
where estimated_pct is not null
union all
select 'Phụ lục II', coalesce(task_code, 'cộng'), execution_pct, coalesce(disbursed_vnd, 0), used_vnd, 100
from report.task_budget where execution_pct is not null
union all
select 'Phụ lục II, nguồn', task_code || ' ' || short_name, execution_pct, coalesce(disbursed_vnd, 0), used_vnd, 100
from report.budget_sources where execution_pct is not null
union all
select 'Phụ lục III, kế hoạch', indicator_code, target_pct, target_value, target, 100 from report.indicator_results
where target_pct is not null
union all
select 'Phụ lục III, số so sánh', indicator_code, base_pct, total, base_value, 100
from report.indicator_results join counts using (indicator_code) where base_pct is not null
union all
select 'Phụ lục III, tăng giảm', indicator_code, change_pct, total - base_value, base_value, 100
from report.indicator_results join counts using (indicator_code) where change_pct is not null
order by place, id
