-- one row per leaf task × unit that answers for it: its lead units, or the one accountable unit where the plan names it
--   *: Đơn vị chủ trì của từng nhiệm vụ và tiến độ họ báo cáo
--   unit_id: mã đơn vị chủ trì, hoặc đơn vị đầu mối nếu kế hoạch nêu một đơn vị
--   has_reported: đơn vị có số liệu được chấp nhận ở nhiệm vụ này
select tasks.task_code, units.unit_id, progress.status, progress.completion_pct, progress.estimated_pct,
    progress.unit_id is not null as has_reported
from ref.tasks
join ref.task_units as units
    on units.task_code = tasks.task_code and units.role = 'lead' and tasks.accountable_unit_id is null
left join marts.progress on progress.task_code = tasks.task_code and progress.unit_id = units.unit_id
where tasks.is_leaf
union all
select tasks.task_code, tasks.accountable_unit_id, progress.status, progress.completion_pct, progress.estimated_pct,
    progress.unit_id is not null
from ref.tasks
left join marts.progress on progress.task_code = tasks.task_code and progress.unit_id = tasks.accountable_unit_id
where tasks.is_leaf and tasks.accountable_unit_id is not null
order by task_code, unit_id
