-- one row per plan: of how many leads and units the sums of money are, and what units spend on tasks without a line of their own
--   *: Kinh phí: các tổng là số của bao nhiêu đơn vị
--   own_leads: số lượt đơn vị chủ trì các nhiệm vụ có dòng kinh phí riêng (lượt)
--   own_leads_reported: số lượt trong đó có ghi kinh phí (lượt)
--   own_others_reported: số lượt đơn vị không chủ trì có ghi kinh phí ở các nhiệm vụ ấy (lượt)
--   own_tasks: số nhiệm vụ có dòng kinh phí riêng (nhiệm vụ)
--   units: số đơn vị có ghi kinh phí, ở mọi nhiệm vụ (đơn vị)
--   units_owing: số đơn vị phải gửi báo cáo (đơn vị)
--   beyond_units: số đơn vị có ghi kinh phí ở nhiệm vụ không có dòng riêng (đơn vị)
--   beyond_used_vnd: kinh phí được sử dụng các đơn vị ấy báo cáo (đồng)
--   beyond_disbursed_vnd: đã giải ngân các đơn vị ấy báo cáo (đồng)
with
money as (
    select unit_id, task_code, own_line, sum(used_vnd) as used_vnd, sum(budget.disbursed_vnd) as disbursed_vnd
    from marts.budget as budget
    join (select task_code, own_line from marts.tasks) as tasks using (task_code)
    where coalesce(budget.used_vnd, budget.disbursed_vnd) is not null
    group by all
),
leads as (
    select count(*) as own_leads, count(spending.unit_id) as own_leads_reported, count(distinct task_leads.task_code) as own_tasks
    from marts.task_leads
    join (select task_code from marts.tasks where own_line) as own using (task_code)
    left join (select unit_id, task_code from money) as spending
        on spending.unit_id = task_leads.unit_id and spending.task_code = task_leads.task_code
)

select
    any_value(own_leads) as own_leads, any_value(own_leads_reported) as own_leads_reported,
    count(*) filter (own_line) - any_value(own_leads_reported) as own_others_reported,
    any_value(own_tasks) as own_tasks,
    count(distinct unit_id) as units, (select count(*) from ref.expected_units) as units_owing,
    count(distinct unit_id) filter (not own_line) as beyond_units,
    sum(used_vnd) filter (not own_line)::bigint as beyond_used_vnd,
    sum(disbursed_vnd) filter (not own_line)::bigint as beyond_disbursed_vnd
from leads
left join money on true
