-- one row per correction on record whose file came: the cell it means, what stands there, and whether it was made
--   *: Các ô được sửa theo danh sách corrections.csv, kèm chữ đơn vị đã ghi
--   correction_no: thứ tự trong corrections.csv (số thứ tự)
--   position: cột thứ mấy trong trang tính, tính từ 1; trống khi không còn cột ấy (số thứ tự)
--   field: cột của bảng đơn vị gửi
--   value_sent: chữ mà người sửa thấy trong ô
--   value_found: chữ đang có trong ô của tệp
--   value_used: giá trị dùng thay
--   reason: lý do sửa
--   decided_by: ai quyết định
--   decided_on: ngày quyết định
--   is_applied: ô vẫn còn chữ cũ nên đã được sửa
with
wanted as (select * from ref.corrections semi join raw.files using (file)),
columns as (select file, sheet, table_no, field, column_of(field) as column_name, position from raw.table_columns),
lines as (
    select file, sheet, row_no, table_no, cells
    from staging.table_lines
    semi join wanted using (file, sheet, row_no)
    where role in ('data', 'total', 'heading', 'unfilled')
),
found as (
    select wanted.*, table_no, field, position, cell(cells, position) as value_found
    from wanted
    left join (select * from lines join columns using (file, sheet, table_no)) as placed using (file, sheet, row_no, column_name)
)

select
    correction_no, file, sheet, table_no, row_no, field, column_name, position, value_sent, value_found, value_used, reason,
    decided_by, decided_on,
    (position is not null and value_found is not distinct from nullif(trim(value_sent), '')) as is_applied
from found
order by correction_no
