-- one row per table: what its columns mean taken as a whole: percents written as fractions, codes that only count the lines
with
entries as (select * from staging.entries where role = 'data'),
percents as (select * from staging.percent_readings),
statuses as (select * from staging.status_readings),
values_read as (
    select
        file, sheet, table_no, status,
        pct.value as pct, pct.is_plain as pct_plain,
        est.value as est, est.is_plain as est_plain,
        try_cast(code_text as integer) as code_number,
        code_text is not null as has_code
    from entries
    left join percents as pct on pct.text = pct_text and pct.kind = pct_kind
    left join percents as est on est.text = estimated_pct_text and est.kind = estimated_pct_kind
    left join statuses on statuses.text = status_text
)

select
    file, sheet, table_no,
    -- A plain column that never leaves 0..1 is a fraction where some value lies strictly between, or where 1 stands beside a finished task.
    coalesce(max(pct) filter (pct_plain) <= 1 and min(pct) filter (pct_plain) >= 0
        and (bool_or(pct > 0 and pct < 1) or bool_or(pct = 1 and status = 'done')), false) as pct_is_fraction,
    coalesce(max(est) filter (est_plain) <= 1 and min(est) filter (est_plain) >= 0
        and (bool_or(est > 0 and est < 1) or bool_or(est = 1 and pct_plain and status = 'done')), false) as estimated_pct_is_fraction,
    coalesce(min(code_number) = 1 and max(code_number) = count(*) filter (has_code)
        and count(distinct code_number) = count(*) filter (has_code), false) as codes_are_running
from values_read
group by file, sheet, table_no
