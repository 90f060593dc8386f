-- one row per headline figure about money: of the tasks with a line of their own, and of all tasks; null where nobody reported
--   *: Con số chính về kinh phí
--   id: mã con số, cũng là mã trong so-lieu.json
--   label: tên con số
--   value: giá trị; trống khi không có mẫu số hoặc chưa có số liệu (đơn vị ghi ở cột unit)
--   unit: đơn vị của giá trị: count là số đếm, vnd là đồng, pct là %
--   numerator: tử số của tỷ lệ (đơn vị của tử số)
--   denominator: mẫu số của tỷ lệ (đơn vị của mẫu số)
--   note: ghi chú về cách tính
--   position: thứ tự trong báo cáo (số thứ tự)
with
tasks as (
    select
        sum(planned_vnd) filter (own_line) as planned,
        sum(allocated_vnd) filter (own_line) as allocated,
        sum(carried_in_vnd) filter (own_line) as carried_in,
        sum(used_vnd) filter (own_line) as used,
        sum(disbursed_vnd) filter (own_line) as disbursed,
        count(*) filter (own_line) as own_lines,
        sum(allocated_vnd) as all_allocated,
        sum(disbursed_vnd) as all_disbursed,
        case when own_lines = 0 then 'không bố trí dự toán riêng' end as no_line
    from marts.tasks
),
worded as (
    select
        *, coalesce(no_line, if(disbursed is null, 'chưa có đơn vị nào ghi', null)) as no_disbursed,
        'gồm cả kinh phí lồng ghép do đơn vị tự báo cáo' as beyond, 'chưa có đơn vị nào ghi' as nobody
    from tasks
),
figures as (
    select 11 as position, 'own_line_planned_vnd' as id, 'Kinh phí bố trí trong kế hoạch' as label, planned::double as value, 'vnd' as unit,
        null::double as numerator, null::double as denominator, no_line as note from worded
    union all select 12, 'own_line_allocated_vnd', 'Dự toán giao của các nhiệm vụ có dòng kinh phí riêng', allocated, 'vnd',
        null, null, coalesce(no_line, if(allocated is null, nobody, null)) from worded
    union all select 13, 'own_line_carried_in_vnd',
        'Kinh phí năm trước chuyển sang của các nhiệm vụ có dòng kinh phí riêng', carried_in, 'vnd',
        null, null, coalesce(no_line, if(carried_in is null, nobody, null)) from worded
    union all select 14, 'own_line_used_vnd', 'Kinh phí được sử dụng của các nhiệm vụ có dòng kinh phí riêng', used, 'vnd', null, null,
        coalesce(no_line, if(used is null, nobody, 'dự toán giao, cộng bổ sung, trừ cắt giảm, cộng năm trước chuyển sang')) from worded
    union all select 15, 'own_line_disbursed_vnd', 'Đã giải ngân của các nhiệm vụ có dòng kinh phí riêng', disbursed, 'vnd',
        null, null, no_disbursed from worded
    union all select 16, 'own_line_execution_pct', 'Tỷ lệ giải ngân các nhiệm vụ có dòng kinh phí riêng',
        if(used > 0, rate_pct(coalesce(disbursed, 0), used), null), 'pct',
        if(used > 0, coalesce(disbursed, 0), null), if(used > 0, used, null),
        case when own_lines = 0 then no_line when coalesce(used, 0) = 0 then 'chưa có số dự toán giao'
            else 'tổng giải ngân chia tổng kinh phí được sử dụng' end from worded
    union all select 17, 'all_allocated_vnd', 'Dự toán các đơn vị báo cáo ở mọi nhiệm vụ', all_allocated, 'vnd', null, null,
        if(all_allocated is null, nobody, beyond) from worded
    union all select 18, 'all_disbursed_vnd', 'Giải ngân các đơn vị báo cáo ở mọi nhiệm vụ', all_disbursed, 'vnd', null,
        null, if(all_disbursed is null, nobody, beyond) from worded
)

select id, label, value, unit, numerator, denominator, note, position
from figures
order by position
