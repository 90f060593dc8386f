-- one row per accepted amount of a unit, task and fund source, as the second table of the annex of money prints it
--   *: Phụ lục kinh phí: kinh phí theo đơn vị và nguồn
--   fund_source_name: nguồn mà đơn vị ghi; không ghi thì dòng riêng của kế hoạch, nếu có
--   execution_pct: đã giải ngân chia kinh phí được sử dụng (%)
select
    task_code, short_name,
    coalesce(fund_sources.name, fund_source, if(tasks.own_line, 'Dòng riêng trong Kế hoạch', 'Đơn vị không ghi nguồn')) as fund_source_name,
    allocated_vnd, added_vnd, cut_vnd, carried_in_vnd, used_vnd, disbursed_vnd,
    if(estimated_vnd < disbursed_vnd, null, estimated_vnd) as estimated_vnd,
    rate_pct(disbursed_vnd, used_vnd) as execution_pct
from marts.budget
join ref.units using (unit_id)
join ref.tasks using (task_code)
left join ref.fund_sources using (fund_source)
order by tasks.position, short_name, fund_source_name
