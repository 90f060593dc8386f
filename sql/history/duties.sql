-- view: one row per duty × unit that holds it, of the latest build of each plan and period
--   *: Nhiệm vụ được phân công trong kế hoạch và điều từng đơn vị báo cáo; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   duty_code: mã phân công, ví dụ 5-đ
--   unit_id: mã đơn vị được phân công
--   state: reported là đã báo cáo, not_reported là chưa có báo cáo
--   result_text: kết quả đơn vị ghi; trống là chưa báo cáo
--   file: tên tệp, tính từ thư mục nhận báo cáo
--   sheet: tên trang tính
--   row_no: số dòng như Excel hiển thị; với CSV là bản ghi thứ mấy (số thứ tự)
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.duties as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
