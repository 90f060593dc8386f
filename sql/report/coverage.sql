-- one row per sum or mean that the report prints: of how many of those who owe it
--   *: Mỗi tổng, mỗi bình quân là của bao nhiêu trên bao nhiêu đơn vị
--   kind: report là báo cáo, task là nhiệm vụ, indicator là chỉ tiêu
--   code: mã nhiệm vụ hoặc chỉ tiêu; trống với báo cáo
--   reported: số đơn vị có số liệu được chấp nhận (đơn vị)
--   owing: số đơn vị phải có (đơn vị)
select 'report' as kind, null::varchar as code, count(*) filter (files > 0) as reported, count(*) as owing from marts.unit_reports
union all
select 'task', task_code, leads_reported, leads_expected from marts.tasks
union all
select 'indicator', indicator_code, if(has_owners, owners_reported, units_reported), units_owing from marts.indicator_totals
order by kind, code nulls first
