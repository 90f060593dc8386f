-- view: one row per finding, of the latest build of each plan and period
--   *: Mọi nhận xét của bước kiểm tra: ô nào, sai gì, cần ghi thế nào; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   file: tên tệp, tính từ thư mục nhận báo cáo
--   sheet: tên trang tính
--   row_no: số dòng như Excel hiển thị; với CSV là bản ghi thứ mấy (số thứ tự)
--   column_name: cột của dữ liệu mở mà nhận xét nói đến
--   rule_id: mã quy tắc
--   severity: mức độ: warning là giữ và nêu, row là loại dòng, file là từ chối tệp, stop là không phát hành báo cáo
--   value: điều đơn vị đã ghi trong ô, nhiều nhất 500 ký tự
--   message: câu nhận xét gửi đơn vị
--   unit_id: mã đơn vị gửi tệp, hoặc đơn vị chưa gửi
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.findings as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
