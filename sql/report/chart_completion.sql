-- one row per leaf task: percent done to the date and the lead units' estimate for the year
select
    format('{}. {}', task_code, done.title) as category,
    done.completion_pct as "Thực hiện đến ngày báo cáo",
    done.estimated_pct as "Ước cả năm"
from marts.tasks as done
join ref.tasks as plan using (task_code)
order by plan.position
