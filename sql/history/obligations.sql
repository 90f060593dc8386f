-- view: one row per unit × what it owes, of the latest build of each plan and period
--   *: Đơn vị nào phải làm, phải báo cáo điều gì trong kỳ, theo kế hoạch và danh mục đơn vị vào ngày hạn báo cáo; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   unit_id: mã đơn vị
--   kind: điều phải làm: task là nhiệm vụ, duty là nhiệm vụ được phân công, indicator là chỉ tiêu, report là báo cáo kỳ
--   code: mã nhiệm vụ, mã phân công, mã chỉ tiêu hoặc mã kỳ báo cáo
--   role: vai trò: lead là chủ trì, coordinate là phối hợp, perform là thực hiện, direct là chỉ đạo, own là chịu trách nhiệm số liệu
--   function_id: chức năng mà vì nắm giữ nên đơn vị phải làm; trống là kế hoạch nêu đích danh đơn vị hoặc nhóm đơn vị
--   via_group: nhóm mà kế hoạch nêu; trống là nêu đích danh
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.obligations as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
