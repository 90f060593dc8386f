-- one row per file received: the unit and day it counts for, and what became of it
with
period as (select * from ref.period),
refused as (
    select distinct findings.file
    from raw.findings
    join ref.rules using (rule_id)
    where rules.severity = 'file'
),
with_tables as (select distinct file from raw.tables),
counted as (select distinct file from staging.table_use),
states as (
    select
        files.*,
        case when received_on > run.as_of then 'later' when refused.file is not null then 'refused'
            when counted.file is not null or with_tables.file is null then 'accepted' else 'superseded' end as state
    from (select * from raw.files) as files
    cross join ref.run
    left join refused using (file)
    left join counted using (file)
    left join with_tables using (file)
)

select
    states.* exclude (period_id), state = 'accepted' as is_latest,
    coalesce(states.period_id, period.period_id) as period_id,
    coalesce(received_on <= due_lenient_on, false) as on_time,
    coalesce(received_on <= due_strict_on, false) as on_time_strict
from states
cross join period
order by file
