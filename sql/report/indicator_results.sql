-- one row per indicator, as annex III prints it
--   *: Phụ lục III: chỉ tiêu so với năm trước và kế hoạch
--   source: bao nhiêu đơn vị báo cáo, hoặc xếp hạng trên bao nhiêu tỉnh
select
    row_number() over (order by position) as position, indicator_code, name, unit_of_measure, previous_value, target, value, change, change_pct, target_pct, units,
    if(kind = 'index' and ranked_of is not null, format('trên {} tỉnh, thành phố', ranked_of), format('{} đơn vị báo cáo', units)) as source,
    kind
from marts.indicator_totals
order by position
