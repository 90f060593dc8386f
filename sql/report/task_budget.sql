-- one row per leaf task with money in the plan or in a report, then a total of the own lines, as the annex of money prints it
--   *: Phụ lục kinh phí: kinh phí từng nhiệm vụ và cộng các dòng riêng
--   fund_mode: cách bố trí kinh phí, bằng chữ
--   allocated_vnd: tổng dự toán các đơn vị báo cáo; trống là không bố trí (đồng)
--   carried_in_vnd: tổng kinh phí năm trước chuyển sang (đồng)
--   added_vnd: tổng kinh phí bổ sung trong năm (đồng)
--   cut_vnd: tổng kinh phí cắt giảm trong năm (đồng)
--   used_vnd: tổng kinh phí được sử dụng: giao + bổ sung − cắt giảm + năm trước chuyển sang (đồng)
--   disbursed_vnd: tổng đã giải ngân các đơn vị báo cáo (đồng)
--   estimated_vnd: tổng số ước cả năm; trống khi không có hoặc thấp hơn số đã giải ngân (đồng)
--   coverage: số liệu, số ước là của bao nhiêu đơn vị; ở nhiệm vụ có dòng riêng nêu trên bao nhiêu đơn vị chủ trì
--   own_leads: số đơn vị chủ trì nhiệm vụ có dòng riêng (đơn vị)
--   own_leads_reported: số đơn vị chủ trì trong đó có ghi kinh phí (đơn vị)
--   emphasis: total là dòng cộng
with
moves as (
    select task_code, sum(added_vnd)::bigint as added_vnd, sum(cut_vnd)::bigint as cut_vnd
    from marts.budget
    group by task_code
),
leads as (
    select task_code, count(*) as own_leads, count(spending.unit_id) as own_leads_reported
    from marts.task_leads
    left join (select distinct unit_id, task_code from marts.budget) as spending using (unit_id, task_code)
    group by task_code
),
lines as (
    select
        task_code, tasks.title, tasks.own_line, tasks.planned_vnd,
        allocated_vnd, added_vnd, cut_vnd, carried_in_vnd, used_vnd, disbursed_vnd,
        execution_pct, estimated_vnd,
        units_spending, units_estimated, position,
        if(own_line, own_leads, null) as own_leads, if(own_line, own_leads_reported, null) as own_leads_reported,
        case when fund_mode in ('own_line', 'proposal') then fund_mode_label(fund_mode)
            when units_spending > 0 then 'Không bố trí dòng riêng trong Kế hoạch; đơn vị tự báo cáo'
            else 'Không bố trí dự toán riêng' end as fund_mode
    from marts.tasks
    join (select task_code, fund_mode, position from ref.tasks) as plan using (task_code)
    left join leads using (task_code)
    left join moves using (task_code)
    where own_line or units_spending > 0
),
total as (
    select
        sum(planned_vnd)::bigint as planned_vnd, sum(allocated_vnd)::bigint as allocated_vnd,
        sum(added_vnd)::bigint as added_vnd, sum(cut_vnd)::bigint as cut_vnd, sum(carried_in_vnd)::bigint as carried_in_vnd,
        sum(used_vnd)::bigint as used_vnd, sum(disbursed_vnd)::bigint as disbursed_vnd,
        -- Of a task without an estimate nothing may be added: the sum would be of other tasks than its neighbours.
        if(count(estimated_vnd) < count(disbursed_vnd), null, sum(estimated_vnd))::bigint as estimated_vnd,
        sum(units_spending)::bigint as units_spending, sum(units_estimated)::bigint as units_estimated,
        sum(own_leads)::bigint as own_leads, sum(own_leads_reported)::bigint as own_leads_reported
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

select
    *,
    concat_ws('; ',
        if(own_leads is null, format('{} đơn vị', units_spending), format('{}/{} đơn vị chủ trì', own_leads_reported, own_leads)),
        if(units_spending > own_leads_reported, format('{} đơn vị khác', units_spending - own_leads_reported), null),
        if(estimated_vnd is not null and units_estimated < units_spending,
            format('ước của {}/{} đơn vị', units_estimated, units_spending), null)) as coverage
from both_kinds
order by position
