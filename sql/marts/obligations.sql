-- one row per unit and what it owes in the period: tasks, duties, indicators and the report itself
--   *: Đơn vị nào phải làm, phải báo cáo điều gì trong kỳ, theo kế hoạch và danh mục đơn vị vào ngày hạn báo cáo
--   kind: điều phải làm: task là nhiệm vụ, duty là nhiệm vụ được phân công, indicator là chỉ tiêu, report là báo cáo kỳ
--   code: mã nhiệm vụ, mã phân công, mã chỉ tiêu hoặc mã kỳ báo cáo
--   role: vai trò: lead là chủ trì, coordinate là phối hợp, perform là thực hiện, direct là chỉ đạo, own là chịu trách nhiệm số liệu
--   function_id: chức năng mà vì nắm giữ nên đơn vị phải làm; trống là kế hoạch nêu đích danh đơn vị hoặc nhóm đơn vị
--   via_group: nhóm mà kế hoạch nêu; trống là nêu đích danh
with
tasks as (
    select unit_id, 'task' as kind, task_code as code, task_units.role, function_id, via_group
    from ref.task_units
    semi join (select task_code from ref.tasks where is_leaf) using (task_code)
),
duties as (select unit_id, 'duty' as kind, duty_code as code, role, function_id, via_group from ref.duties),
-- A count that no duty gives to anybody is owed by every reporter; an index without an owner by nobody.
shared as (
    select unit_id, indicator_code
    from ref.indicators
    anti join ref.indicator_owners using (indicator_code)
    cross join ref.expected_units
    where indicators.kind = 'count'
),
indicators as (
    select unit_id, 'indicator' as kind, indicator_code as code, 'own' as role
    from (select unit_id, indicator_code from ref.indicator_owners union all select unit_id, indicator_code from shared)
),
reports as (
    select unit_id, 'report' as kind, period_id as code, 'perform' as role
    from ref.expected_units
    cross join ref.period
),
owed as (
    from tasks
    union all by name
    from duties
    union all by name
    from indicators
    union all by name
    from reports
)

select plan_id, period_id, unit_id, kind, code, role, function_id, via_group
from owed
cross join ref.period
order by kind, code, unit_id
