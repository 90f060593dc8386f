-- one row per sheet, table, column, line or file that was not read, and why
--   *: Những gì không đọc trong từng tệp, kèm lý do
--   position: thứ tự (số thứ tự)
--   short_name: tên gọi tắt của đơn vị gửi tệp
--   file: tên tệp, tính từ thư mục nhận báo cáo; trống là điều thấy ở cả thư mục
--   sheet: tên trang tính
--   what: trang, bảng, cột, dòng hoặc tệp
--   name: tên trang, tiêu đề cột hoặc số dòng
--   reason: vì sao không đọc
select
    row_number() over (order by file nulls first, sheet, unread.what, unread.name, reason) as position,
    short_name, file, sheet,
    case unread.what
        when 'sheet' then 'Trang' when 'table' then 'Bảng' when 'column' then 'Cột' when 'row' then 'Dòng' else 'Tệp'
    end as what,
    unread.name, reason
from raw.unread
left join staging.submissions using (file)
left join ref.units using (unit_id)
order by position
