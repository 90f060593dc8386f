-- one row per accepted unit × task × fund source: whole đồng; a budget table of its own, where a unit sent one, counts instead of the amounts beside its progress
--   *: Kinh phí từng nhiệm vụ do từng đơn vị báo cáo, theo nguồn
--   carried_in_vnd: kinh phí năm trước chuyển sang (đồng)
--   added_vnd: kinh phí bổ sung trong năm; trống khi đơn vị không ghi riêng (đồng)
--   cut_vnd: kinh phí cắt giảm trong năm; trống khi đơn vị không ghi riêng (đồng)
--   used_vnd: kinh phí được sử dụng: dự toán giao + bổ sung − cắt giảm + năm trước chuyển sang (đồng)
with
rows as (
    select * from marts.accepted_rows
    where table_kind in ('progress', 'budget') and coalesce(used_vnd, disbursed_vnd, estimated_vnd) is not null
),
detailed as (select distinct unit_id, task_code, coalesce(for_unit_id, '') as whose from rows where table_kind = 'budget'),
counted as (
    select * from rows where table_kind = 'budget'
    union all
    select rows.*
    from rows
    anti join detailed on detailed.unit_id = rows.unit_id and detailed.task_code = rows.task_code and whose = coalesce(for_unit_id, '')
    where table_kind = 'progress'
)

select
    plan_id, period_id, unit_id, task_code, fund_source, allocated_vnd, added_vnd, cut_vnd, carried_in_vnd, used_vnd,
    disbursed_vnd, estimated_vnd,
    file, sheet, table_no, row_no
from counted
cross join ref.period
order by unit_id, task_code, fund_source nulls first, row_no
