-- one row per file received: its state and how many of its lines were read, accepted and rejected
with
read as (select file, count(*) as rows_read from staging.rows group by file),
accepted as (select file, count(*) as rows_accepted from marts.accepted_rows group by file)

select
    file, sha256, unit_id, period_id, received_on, is_latest, on_time, state,
    coalesce(rows_read, 0) as rows_read,
    coalesce(rows_accepted, 0) as rows_accepted,
    coalesce(rows_read, 0) - coalesce(rows_accepted, 0) as rows_rejected
from staging.submissions
left join read using (file)
left join accepted using (file)
order by file
