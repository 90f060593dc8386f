-- one row per leaf task of the plan: status and percent over its lead units (a lead without an accepted row counts 0), and its money
with
leads as (
    select
        task_code,
        count(*) as leads_expected,
        count(*) filter (has_reported) as leads_reported,
        avg(coalesce(completion_pct, 0)) as completion_pct,
        avg(estimated_pct) as estimated_pct,
        case
            when bool_and(coalesce(status, '') = 'stopped') then 'stopped'
            when bool_and(coalesce(status, '') in ('done', 'stopped')) then 'done'
            when bool_and(coalesce(status, 'todo') = 'todo') then 'todo'
            else 'doing' end as status
    from marts.task_leads
    group by task_code
),
money as (
    select task_code, sum(allocated_vnd)::bigint as allocated_vnd, sum(disbursed_vnd)::bigint as disbursed_vnd, sum(estimated_vnd)::bigint as estimated_vnd
    from marts.budget
    group by task_code
)

select
    period.plan_id, period.period_id, task_code, tasks.title,
    coalesce(status, 'todo') as status,
    round(coalesce(completion_pct, 0), 4) as completion_pct,
    own_line, planned_vnd, allocated_vnd, disbursed_vnd,
    rate_pct(disbursed_vnd, allocated_vnd) as execution_pct,
    coalesce(leads_expected, 0) as leads_expected,
    coalesce(leads_reported, 0) as leads_reported,
    round(estimated_pct, 4) as estimated_pct, estimated_vnd
from ref.tasks
cross join ref.period
left join leads using (task_code)
left join money using (task_code)
where is_leaf
order by tasks.position
