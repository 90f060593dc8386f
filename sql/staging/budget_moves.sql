-- one row per task × unit × fund source with a decision on its money: what was given, added, cut and carried in by the report's day
select
    task_code, unit_id, fund_source,
    sum(amount_vnd) filter (kind = 'given')::bigint as given_vnd,
    sum(amount_vnd) filter (kind = 'added')::bigint as added_vnd,
    sum(amount_vnd) filter (kind = 'cut')::bigint as cut_vnd,
    sum(amount_vnd) filter (kind = 'carried_in')::bigint as carried_vnd,
    string_agg(document, '; ' order by decided_on, document) as documents
from ref.budget_moves
cross join ref.run
where run.as_of is null or decided_on <= run.as_of
group by task_code, unit_id, fund_source
order by task_code, unit_id, fund_source nulls first
