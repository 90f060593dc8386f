-- one row per finding, of one rule and file the first thousand; one more row says how many others there are, and where
--   *: Nhận xét của bước kiểm tra: ô nào, sai gì, cần ghi thế nào; của một quy tắc ở một tệp nêu 1.000 chỗ đầu
--   table_no: bảng thứ mấy trên trang tính; trống khi nhận xét không về dòng nào của bảng (số thứ tự)
--   column_name: cột của dữ liệu mở mà nhận xét nói đến
--   severity: mức độ: warning là giữ và nêu, row là loại dòng, file là từ chối tệp, stop là không phát hành báo cáo
--   value: điều đơn vị đã ghi trong ô, nhiều nhất 500 ký tự
--   message: câu nhận xét gửi đơn vị
--   cell: địa chỉ ô, ví dụ F12; trống khi nhận xét về cả dòng hoặc cả tệp
--   rule_title: tên quy tắc
--   unit_id: mã đơn vị gửi tệp, hoặc đơn vị chưa gửi
--   others: số nhận xét cùng loại không nêu từng chỗ mà dòng này nói thay; trống ở dòng nói về chính một chỗ (dòng)
with
most as (select 1000 as findings),
others as (
    select
        file, rule_id, severity, position, unit_id, count(*) as others,
        if(min(row_no) is null, '', format(', từ dòng {} đến dòng {}', min(row_no), max(row_no))) as lines
    from marts.placed_findings
    where number > (select findings from most)
    group by all
),
listed as (
    select * exclude (number), null::bigint as others from marts.all_findings where number <= (select findings from most)
    union all by name
    select
        others.* exclude (lines), action, title as rule_title,
        format('Còn {} chỗ cùng loại (“{}”){}{}; chỉ nêu {} chỗ đầu.', vi_number(others.others), title,
            if(file is null, '', ' trong tệp ' || file), lines, vi_number((select findings from most))) as message
    from others
    join (select rule_id, title, action from ref.rules) as rules using (rule_id)
)

select * exclude (position)
from listed
order by file nulls first, sheet, row_no, table_no, position, column_name, rule_id, value, message
