-- one row per line or file left out of every figure, with the reason, as annex V prints it
--   *: Phụ lục V: dòng và tệp không nằm trong con số nào, kèm lý do
--   position: thứ tự trong phụ lục (số thứ tự)
--   short_name: tên gọi tắt của đơn vị gửi tệp
--   cell: ô, dòng hoặc cả tệp
--   rule_title: tên quy tắc
--   action: cần ghi lại thế nào
select
    row_number() over (order by file nulls last, sheet, row_no, cell, rule_id) as position,
    coalesce(short_name, '(chưa rõ đơn vị)') as short_name, file,
    coalesce(cell, if(others > 0, 'các chỗ khác', if(row_no is null, 'cả tệp', 'dòng ' || row_no))) as cell,
    rule_title, message, action
from marts.findings
left join ref.units using (unit_id)
where severity in ('row', 'file', 'stop')
order by position
