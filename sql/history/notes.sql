-- view: one row per note of a unit, of the latest build of each plan and period
--   *: Nguyên nhân, khó khăn, kiến nghị, phương hướng do các đơn vị nêu; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   unit_id: mã đơn vị
--   task_code: mã nhiệm vụ mà đơn vị nói đến; trống là nói chung
--   kind: cause là nguyên nhân, difficulty là khó khăn, vướng mắc, proposal là kiến nghị, đề xuất, next là phương hướng, việc chuyển sang năm sau
--   addressee: kiến nghị với ai; trống là đơn vị không nói
--   text: lời của đơn vị, đã che dữ liệu cá nhân
--   file: tên tệp, tính từ thư mục nhận báo cáo
--   sheet: tên trang tính
--   row_no: số dòng như Excel hiển thị; với CSV là bản ghi thứ mấy (số thứ tự)
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.notes as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
