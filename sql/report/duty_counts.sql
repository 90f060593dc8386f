-- one row per plan: how many duties it gives, to how many units, and on how many of them the units reported
--   *: Nhiệm vụ được phân công: giao bao nhiêu, đã báo cáo bao nhiêu
--   duties: số nhiệm vụ được phân công trong kế hoạch (nhiệm vụ)
--   owed: số lượt phân công: mỗi nhiệm vụ của mỗi đơn vị là một lượt (lượt)
--   reported: số lượt đã có báo cáo (lượt)
--   units: số đơn vị được phân công (đơn vị)
--   units_reported: số đơn vị đã báo cáo ít nhất một nhiệm vụ được phân công (đơn vị)
select
    count(distinct duty_code) as duties, count(*) as owed, count(*) filter (state = 'reported') as reported,
    count(distinct unit_id) as units, count(distinct unit_id) filter (state = 'reported') as units_reported
from marts.duties
