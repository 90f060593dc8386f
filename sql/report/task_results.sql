-- one row per task or heading of the plan, as annex I prints it
with results as (
    select
        task_code,
        string_agg(format('{}: {}', short_name, result_text), '; ' order by role desc, short_name) filter (result_text is not null) as result_text
    from marts.progress
    join ref.units using (unit_id)
    group by task_code
)

select
    tasks.task_code, tasks.title, leads_text, coordinators_text, time_text, expected_result, results.result_text,
    case status when 'done' then 'Hoàn thành' when 'doing' then 'Đang thực hiện' when 'todo' then 'Chưa thực hiện' when 'stopped' then 'Dừng thực hiện' end
        as status_label,
    status, completion_pct, estimated_pct,
    if(is_leaf, format('{}/{} đơn vị chủ trì có số liệu', leads_reported, leads_expected), null) as note,
    leads_expected, leads_reported,
    if(is_leaf, '', 'group') as emphasis
from ref.tasks
left join marts.tasks as done on done.task_code = tasks.task_code
left join results on results.task_code = tasks.task_code
order by position
