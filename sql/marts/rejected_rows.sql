-- view: one row per data line that a finding of severity "row" leaves out of every figure
--   *: Dòng số liệu bị loại khỏi mọi con số
--   file: tên tệp, tính từ thư mục nhận báo cáo
--   sheet: tên trang tính
--   table_no: bảng thứ mấy trên trang tính (số thứ tự)
--   row_no: số dòng như Excel hiển thị; với CSV là bản ghi thứ mấy (số thứ tự)
select distinct file, sheet, table_no, row_no from marts.placed_findings where severity = 'row'
