-- one row per unit that sent lines: how many were accepted and how many left out
--   *: Biểu đồ: dòng được chấp nhận và bị loại theo đơn vị
--   category: đơn vị
--   Dòng được chấp nhận: dòng được chấp nhận (dòng)
--   Dòng bị loại: dòng bị loại khỏi mọi con số (dòng)
select short_name as category, rows_accepted as "Dòng được chấp nhận", rows_rejected as "Dòng bị loại"
from marts.unit_reports
where rows_read > 0
order by position
