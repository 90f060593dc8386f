-- view: one row per accepted unit × indicator, of the latest build of each plan and period
--   *: Chỉ tiêu do từng đơn vị báo cáo; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   unit_id: mã đơn vị của dòng: theo ô đơn vị, không có thì theo đơn vị gửi tệp
--   indicator_code: mã chỉ tiêu của kế hoạch
--   value: số trong kỳ của chỉ tiêu (đơn vị tính của chỉ tiêu)
--   cumulative: lũy kế từ đầu năm của chỉ tiêu (đơn vị tính của chỉ tiêu)
--   target: kế hoạch năm của chỉ tiêu do đơn vị tự ghi (đơn vị tính của chỉ tiêu)
--   file: tên tệp, tính từ thư mục nhận báo cáo
--   sheet: tên trang tính
--   row_no: số dòng như Excel hiển thị; với CSV là bản ghi thứ mấy (số thứ tự)
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.indicators as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
