-- one row per data line that another file of the same unit, counted beside its own, says anew: it counts no more
--   *: Dòng đã có dòng cùng nhiệm vụ, chỉ tiêu ở tệp bổ sung gửi sau, hoặc ở tệp của đơn vị kế thừa
with supplemented as (
    select file, sheet, table_no, row_no
    from staging.shared_lines
    where subject is not null
    qualify recency > min(recency) over (partition by owner, unit_id, use_kind, subject)
)

from supplemented
union
select file, sheet, table_no, row_no from staging.predecessor_lines where fate = 'none'
