-- view: one row per finding: the cell, the rule, how grave it is, what is wrong and what to write instead
--   *: Mọi nhận xét của bước kiểm tra: ô nào, sai gì, cần ghi thế nào
--   table_no: bảng thứ mấy trên trang tính; trống khi nhận xét không về dòng nào của bảng (số thứ tự)
--   column_name: cột của dữ liệu mở mà nhận xét nói đến
--   severity: mức độ: warning là giữ và nêu, row là loại dòng, file là từ chối tệp, stop là không phát hành báo cáo
--   value: điều đơn vị đã ghi trong ô, nhiều nhất 500 ký tự
--   message: câu nhận xét gửi đơn vị
--   cell: địa chỉ ô, ví dụ F12; trống khi nhận xét về cả dòng hoặc cả tệp
--   rule_title: tên quy tắc
--   unit_id: mã đơn vị gửi tệp, hoặc đơn vị chưa gửi
--   position: thứ tự của quy tắc trong danh sách quy tắc (số thứ tự)
--   number: thứ mấy trong các nhận xét của quy tắc về tệp (số thứ tự)
with
rules as (select rule_id, title, message, action from ref.rules),
placed as (select *, coalesce(left(value, 200), 'trống') as shown from marts.placed_findings)

select
    file, sheet, table_no, row_no, column_name, rule_id, severity, value,
    trim(message
        .replace(
            'Ô {cell}',
            case
                when place is null then 'Tệp {file}' when contains(place, ' ') then upper(left(place, 1)) || substr(place, 2)
                else 'Ô {cell}' end
        )
        .replace('{value}', shown).replace('{detail}', coalesce(detail, '')).replace('{cell}', coalesce(place, ''))
        .replace('{file}', coalesce(file, '')).replace('{sheet}', coalesce(sheet, ''))
        .replace('{row_no}', coalesce(row_no::varchar, ''))) as message,
    action, if(contains(place, ' '), null, place) as cell, title as rule_title, unit_id, position, number
from placed
join rules using (rule_id)
order by file nulls first, sheet, row_no, table_no, position, column_name, rule_id, value, message
