-- one row per leaf task: percent done to the date and the lead units' estimate for the year
select
    format('{}. {}', task_code, tasks.title) as category,
    completion_pct as "Thực hiện đến ngày báo cáo",
    marts.tasks.estimated_pct as "Ước cả năm"
from marts.tasks
join ref.tasks using (task_code)
order by position
