-- one row per count of people below the count of their groups or classes that the same unit reports: each group has at least one person
with
figures as (select file, sheet, table_no, row_no, unit_id, indicator_code, value, value_text, cumulative, cumulative_text
    from staging.rows where indicator_code is not null),
people as (select figures.*, people_of from figures join ref.indicators using (indicator_code) where people_of is not null),
groups as (
    select figures.unit_id, figures.indicator_code, name, max(value) as value, max(cumulative) as cumulative
    from figures
    join ref.indicators using (indicator_code)
    group by all
)

select
    people.file, people.sheet, people.table_no, people.row_no, 'value' as field, value_text as value,
    format('“{}”: {}.', name, vi_number(groups.value)) as detail
from people
join groups on groups.unit_id = people.unit_id and groups.indicator_code = people_of
where people.value < groups.value
union all
select file, sheet, table_no, row_no, 'cumulative', cumulative_text, format('“{}”, lũy kế: {}.', name, vi_number(groups.cumulative))
from people
join groups on groups.unit_id = people.unit_id and groups.indicator_code = people_of
where people.cumulative < groups.cumulative
