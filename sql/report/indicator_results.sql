-- one row per indicator, as annex III prints it
--   *: Phụ lục III: chỉ tiêu so với năm trước và kế hoạch
--   previous_pct: kết quả kỳ này bằng bao nhiêu phần trăm kết quả năm trước (%)
--   source: bao nhiêu đơn vị báo cáo, hoặc xếp hạng trên bao nhiêu tỉnh
select
    row_number() over (order by position) as position, indicator_code, name, unit_of_measure, previous_value, target, value, change, change_pct, target_pct, units,
    if(kind = 'index', null, rate_pct(value, previous_value)) as previous_pct, ranked_of,
    if(kind = 'index' and ranked_of is not null, format('trên {} tỉnh, thành phố', ranked_of), format('{} đơn vị báo cáo', units)) as source,
    kind
from marts.indicator_totals
order by position
