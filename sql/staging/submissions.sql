-- one row per file received: the unit and day it counts for, and whether it is the one that counts (DESIGN: the latest file of a unit counts whole)
with
files as (select * from raw.files),
period as (select * from ref.period),
refused as (
    select distinct findings.file
    from raw.findings
    join ref.rules using (rule_id)
    where rules.severity = 'file'
),
ranked as (
    select
        files.*,
        row_number() over (
            partition by coalesce(unit_id, file)
            order by received_on desc nulls last, register_position desc nulls last, length(file) desc, file desc
        ) as recency
    from files
    anti join refused using (file)
),
states as (
    select *, 'refused' as state, false as is_latest from files semi join refused using (file)
    union all by name
    select * exclude (recency), if(recency = 1, 'accepted', 'superseded') as state, recency = 1 as is_latest from ranked
)

select
    states.* exclude (period_id),
    coalesce(states.period_id, period.period_id) as period_id,
    coalesce(received_on <= due_lenient_on, false) as on_time,
    coalesce(received_on <= due_strict_on, false) as on_time_strict
from states
cross join period
order by file
