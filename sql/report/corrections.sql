-- one row per cell that counts with another value than the unit sent, as annex V prints it
--   *: Phụ lục V: các ô được sửa, kèm giá trị đơn vị gửi, giá trị dùng và lý do
--   position: thứ tự trong phụ lục (số thứ tự)
--   short_name: tên gọi tắt của đơn vị gửi tệp
--   cell: địa chỉ ô, ví dụ F12
--   value_sent: chữ đơn vị đã ghi trong ô
--   value_used: giá trị báo cáo dùng
--   decided: cơ quan và ngày quyết định sửa
select
    row_number() over (order by correction_no) as position, coalesce(short_name, '(chưa rõ đơn vị)') as short_name, file,
    column_letters(corrections.position) || row_no as cell, coalesce(value_found, 'trống') as value_sent, value_used, reason,
    format('{}, ngày {}', decided_by, strftime(decided_on, '%d/%m/%Y')) as decided
from staging.corrections
join staging.submissions using (file)
left join ref.units using (unit_id)
where is_applied and is_latest
order by position
