-- one row per table that counts: kind by kind from the latest file of its unit that has one, and from every supplement after it (DESIGN: Resubmission)
--   *: Bảng được tính: mỗi loại bảng lấy ở tệp sau cùng có loại ấy; tệp bổ sung được cộng thêm
--   use_kind: bảng được tính như loại nào: progress, budget, indicators, notes (nguyên nhân, khó khăn, kiến nghị, phương hướng); bảng tiến độ đã có bản sau mà bản sau không có cột tiền thì chỉ còn tính kinh phí
--   recency: thứ tự mới của tệp: 1 là tệp nhận sau cùng của đơn vị (số thứ tự)
--   is_shared: đơn vị có nhiều tệp được tính: dòng của tệp sau có thể thay dòng cùng nhiệm vụ, chỉ tiêu của tệp trước
--   file_unit_id: mã đơn vị gửi tệp
--   for_unit_id: đơn vị đã kết thúc mà số liệu trong tệp là của; trống là của chính đơn vị gửi
--   includes_predecessor: đơn vị trả lời: lũy kế có gồm số liệu của đơn vị trước sắp xếp hay không; trống là chưa trả lời
with
money as (select distinct file, sheet, table_no from raw.table_columns where field in ('allocated', 'carried', 'disbursed', 'estimated')),
tables as (
    select file, sheet, table_no, kind, kind = 'budget' or money.file is not null as has_money, owner, recency, unit_id,
        for_unit_id, includes_predecessor, coalesce(is_supplement, false) as is_supplement
    from raw.tables
    join staging.usable_files using (file)
    left join money using (file, sheet, table_no)
),
-- The latest whole file with that kind; none where only supplements have it. A progress table with amounts is a later word on money too.
latest as (
    select owner, kind, min(recency) filter (not is_supplement) as of_kind from tables group by owner, kind
),
latest_money as (
    select owner, min(recency) filter (not is_supplement) as of_money from tables where has_money group by owner
),
judged as (
    select
        tables.*,
        case when kind <> 'budget' and recency <= coalesce(of_kind, recency) then kind
            when has_money and recency <= coalesce(of_money, recency) then 'budget' end as use_kind
    from tables
    left join latest using (owner, kind)
    left join latest_money using (owner)
)

select
    file, sheet, table_no, use_kind, recency, owner, unit_id as file_unit_id, for_unit_id, includes_predecessor,
    count(distinct file) over (partition by coalesce(unit_id, owner)) > 1 as is_shared
from judged
where use_kind is not null
order by file, sheet, table_no
