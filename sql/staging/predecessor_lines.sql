-- one row per data line of a unit that has ended, on something that its heir reports too: what becomes of it beside the heir's
--   *: Dòng của đơn vị trước sắp xếp mà đơn vị kế thừa cũng báo cáo
--   subject: mã nhiệm vụ hoặc mã chỉ tiêu
--   figures: điều cả hai cùng ghi: count là số của chỉ tiêu, money là số tiền; trống là chỉ trùng tiến độ
--   is_included: đơn vị kế thừa trả lời: lũy kế đã gồm số liệu của đơn vị trước; trống là chưa trả lời
--   fate: both là cả hai cùng tính; money là chỉ còn tính số tiền; none là không tính nữa; asked là chưa tính, đã hỏi
--   heir_file: tệp của đơn vị kế thừa
with
lines as (
    select *, if(use_kind = 'indicators', 'indicators', 'tasks') as what
    from staging.shared_lines
    where subject is not null and use_kind in ('progress', 'budget', 'indicators')
),
heirs as (
    select
        unit_id, what, subject, bool_or(use_kind = 'progress') as has_progress, bool_or(has_money) as has_money,
        arg_min(includes_predecessor, recency) as is_included, arg_min(file, recency) as heir_file
    from lines
    where for_unit_id is null
    group by all
),
paired as (
    select
        lines.file, lines.sheet, lines.table_no, lines.row_no, lines.for_unit_id, unit_id, what, subject, is_included, heir_file,
        case when what = 'indicators' then 'count' when lines.has_money and heirs.has_money then 'money' end as figures,
        use_kind = 'progress' and has_progress as is_overtaken, lines.has_money as has_own_money
    from lines
    join heirs using (unit_id, what, subject)
    where lines.for_unit_id is not null
)

select
    file, sheet, table_no, row_no, for_unit_id, unit_id, what, subject, figures, is_included, heir_file,
    case when figures is not null and is_included is null then 'asked'
        when figures is not null and is_included then 'none'
        when is_overtaken and has_own_money then 'money'
        when is_overtaken then 'none'
        else 'both' end as fate
from paired
