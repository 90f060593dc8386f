-- view: one row per accepted unit × task, of the latest build of each plan and period
--   *: Tiến độ từng nhiệm vụ do từng đơn vị báo cáo; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   unit_id: mã đơn vị của dòng: theo ô đơn vị, không có thì theo đơn vị gửi tệp
--   task_code: mã nhiệm vụ như kế hoạch ghi, ví dụ 4.1
--   role: vai trò của đơn vị ở nhiệm vụ: lead là chủ trì, coordinate là phối hợp
--   status: trạng thái: done là hoàn thành, doing là đang thực hiện, todo là chưa thực hiện, stopped là dừng
--   completion_pct: tỷ lệ hoàn thành đến ngày báo cáo, từ 0 đến 100 (%)
--   estimated_pct: tỷ lệ hoàn thành đơn vị ước đến hết năm (%)
--   result_text: kết quả đơn vị ghi; không có thì minh chứng
--   completed_on: ngày hoàn thành
--   file: tên tệp, tính từ thư mục nhận báo cáo
--   sheet: tên trang tính
--   row_no: số dòng như Excel hiển thị; với CSV là bản ghi thứ mấy (số thứ tự)
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.progress as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
