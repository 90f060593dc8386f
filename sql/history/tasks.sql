-- view: one row per leaf task, of the latest build of each plan and period
--   *: Nhiệm vụ của kế hoạch: trạng thái, tỷ lệ hoàn thành và kinh phí; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   task_code: mã nhiệm vụ như kế hoạch ghi, ví dụ 4.1
--   title: tên nhiệm vụ
--   status: done khi mọi đơn vị chủ trì hoàn thành; unknown khi chưa đơn vị chủ trì nào có số liệu; todo khi mọi đơn vị đã báo cáo đều chưa bắt đầu; stopped khi dừng; còn lại là doing
--   completion_pct: bình quân các đơn vị chủ trì đã báo cáo; trống khi chưa đơn vị nào có số liệu (%)
--   own_line: nhiệm vụ có dòng kinh phí riêng trong kế hoạch
--   planned_vnd: kinh phí ghi trong kế hoạch cho nhiệm vụ; trống là không có dòng riêng (đồng)
--   allocated_vnd: tổng dự toán các đơn vị báo cáo; trống là không bố trí (đồng)
--   carried_in_vnd: tổng kinh phí năm trước chuyển sang (đồng)
--   used_vnd: tổng kinh phí được sử dụng: giao + bổ sung − cắt giảm + năm trước chuyển sang (đồng)
--   disbursed_vnd: tổng đã giải ngân các đơn vị báo cáo (đồng)
--   execution_pct: đã giải ngân chia kinh phí được sử dụng; trống khi không có kinh phí (%)
--   leads_expected: số đơn vị chủ trì (đơn vị)
--   leads_reported: số đơn vị chủ trì có số liệu được chấp nhận (đơn vị)
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.tasks as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
