-- one row per kind of unit: how many reported on time, late, or not at all
--   *: Biểu đồ: tình hình gửi báo cáo theo nhóm đơn vị
--   category: nhóm đơn vị
--   Đúng hạn: gửi đúng hạn (đơn vị)
--   Trễ hạn hoặc không rõ ngày: gửi trễ hoặc không rõ ngày nhận (đơn vị)
--   Chưa có báo cáo đọc được: chưa gửi, hoặc đã gửi mà chưa đọc được (đơn vị)
select
    case kind when 'so' then 'Sở, ban, ngành' when 'ubnd_huyen' then 'UBND cấp huyện' when 'bao_chi' then 'Cơ quan báo chí'
        when 'cong_ttdt' then 'Cơ quan báo chí' else 'Cơ quan, đơn vị khác' end as category,
    count(*) filter (state = 'on_time') as "Đúng hạn",
    count(*) filter (state in ('late', 'undated')) as "Trễ hạn hoặc không rõ ngày",
    count(*) filter (state in ('missing', 'unread')) as "Chưa có báo cáo đọc được"
from marts.unit_reports
join ref.expected_units using (unit_id)
group by category
order by min(expected_units.position)
