-- one row per leaf task with money in the plan or in a report, then a total of the own lines, as annex II prints it
--   *: Phụ lục II: kinh phí từng nhiệm vụ và cộng các dòng riêng
--   fund_mode: cách bố trí kinh phí, bằng chữ
--   emphasis: total là dòng cộng
with
lines as (
    select
        task_code, title, own_line, planned_vnd, allocated_vnd, disbursed_vnd, execution_pct, estimated_vnd,
        if(own_line, fund_mode_label('own_line'), 'Không bố trí dự toán riêng') as fund_mode
    from marts.tasks
),
total as (
    select
        sum(planned_vnd) as planned_vnd, sum(allocated_vnd) as allocated_vnd, sum(disbursed_vnd) as disbursed_vnd, sum(estimated_vnd) as estimated_vnd
    from lines
    where own_line
)

select
    places.position, lines.*, '' as emphasis
from lines
join (select task_code, position from ref.tasks) as places using (task_code)
union all by name
select
    1000000 as position, 'Cộng các nhiệm vụ có dòng kinh phí riêng' as title, planned_vnd::bigint as planned_vnd, allocated_vnd::bigint as allocated_vnd,
    disbursed_vnd::bigint as disbursed_vnd, rate_pct(disbursed_vnd, allocated_vnd) as execution_pct, estimated_vnd::bigint as estimated_vnd, 'total' as emphasis
from total
where planned_vnd is not null
order by position
