-- one row per completion day outside the plan's year
select file, sheet, row_no, 'completed_on' as field, completed_on_text as value, format('Năm kế hoạch: {}.', plan.year) as detail
from staging.rows
cross join ref.plan
where year(completed_on) <> plan.year
