-- one row per completion day neither in the plan's year nor in the days whose figures the period takes (15/12/2023 to 14/12/2024 is lawful)
select file, sheet, table_no, row_no, 'completed_on' as field, completed_on_text as value, format('Năm kế hoạch: {}.', plan.year) as detail
from staging.rows
cross join ref.plan
cross join ref.period
where year(completed_on) <> plan.year and completed_on not between data_from and data_to
