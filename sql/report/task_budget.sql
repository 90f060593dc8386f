-- one row per leaf task with money in the plan or in a report, then a total of the own lines, as annex II prints it
--   *: Phụ lục II: kinh phí từng nhiệm vụ và cộng các dòng riêng
--   fund_mode: cách bố trí kinh phí, bằng chữ
--   estimated_from: số ước là của bao nhiêu đơn vị trong số đơn vị có ghi kinh phí; trống khi không có số ước
--   emphasis: total là dòng cộng
with
lines as (
    select
        task_code, tasks.title, tasks.own_line, tasks.planned_vnd, allocated_vnd, carried_in_vnd, used_vnd, disbursed_vnd,
        execution_pct, estimated_vnd,
        units_spending, units_estimated, position,
        if(fund_mode in ('own_line', 'proposal'), fund_mode_label(fund_mode), 'Không bố trí dự toán riêng') as fund_mode
    from marts.tasks
    join (select task_code, fund_mode, position from ref.tasks) as plan using (task_code)
),
total as (
    select
        sum(planned_vnd)::bigint as planned_vnd, sum(allocated_vnd)::bigint as allocated_vnd, sum(carried_in_vnd)::bigint as carried_in_vnd,
        sum(used_vnd)::bigint as used_vnd, sum(disbursed_vnd)::bigint as disbursed_vnd,
        -- Of a task without an estimate nothing may be added: the sum would be of other tasks than its neighbours.
        if(count(estimated_vnd) < count(disbursed_vnd), null, sum(estimated_vnd))::bigint as estimated_vnd,
        sum(units_spending)::bigint as units_spending, sum(units_estimated)::bigint as units_estimated
    from lines
    where own_line
),
both_kinds as (
    select *, '' as emphasis from lines
    union all by name
    select
        1000000 as position, 'Cộng các nhiệm vụ có dòng kinh phí riêng' as title, *,
        rate_pct(disbursed_vnd, used_vnd) as execution_pct, 'total' as emphasis
    from total
    where planned_vnd is not null
)

select *, if(estimated_vnd is null, null, format('{}/{} đơn vị', units_estimated, units_spending)) as estimated_from
from both_kinds
order by position
