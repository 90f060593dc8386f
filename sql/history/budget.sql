-- view: one row per accepted unit × task × fund source, of the latest build of each plan and period
--   *: Kinh phí từng nhiệm vụ do từng đơn vị báo cáo, theo nguồn; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
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
--   fund_source: mã nguồn kinh phí, nghĩa của mã ở ref.fund_sources; trống là đơn vị không ghi
--   allocated_vnd: dự toán được giao; trống là không bố trí, khác với 0 (đồng)
--   added_vnd: kinh phí bổ sung trong năm; trống khi đơn vị không ghi riêng (đồng)
--   cut_vnd: kinh phí cắt giảm trong năm; trống khi đơn vị không ghi riêng (đồng)
--   carried_in_vnd: kinh phí năm trước chuyển sang (đồng)
--   disbursed_vnd: đã giải ngân đến ngày báo cáo (đồng)
--   estimated_vnd: giải ngân đơn vị ước cho cả năm (đồng)
--   file: tên tệp, tính từ thư mục nhận báo cáo
--   sheet: tên trang tính
--   row_no: số dòng như Excel hiển thị; với CSV là bản ghi thứ mấy (số thứ tự)
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.budget as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
