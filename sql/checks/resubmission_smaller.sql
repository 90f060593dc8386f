-- one row per file that replaces an earlier one of its unit and lacks tasks or indicators that the earlier one had
with
replaced as (
    select tables.file, tables.sheet, tables.table_no, kind, usable.recency, usable.owner
    from raw.tables
    join staging.usable_files as usable using (file)
    anti join staging.table_use using (file, sheet, table_no)
),
counted as (select file, sheet, table_no, use_kind as kind, recency, owner from staging.table_use),
tables as (
    select *, true as is_replaced from replaced where owner in (select owner from counted)
    union all
    select *, false from counted where owner in (select owner from replaced)
),
subjects as (
    select distinct
        owner, tables.kind, file, recency, is_replaced, coalesce(tasks.task_code, indicators.indicator_code) as subject,
        coalesce('nhiệm vụ ' || tasks.task_code, 'chỉ tiêu “' || ref_indicators.name || '”') as shown
    from staging.entries as lines
    join tables using (file, sheet, table_no)
    left join staging.task_readings as tasks on tables.kind <> 'indicators' and tasks.is_leaf
        and tasks.code_text is not distinct from lines.code_text
        and tasks.code_kind is not distinct from lines.code_kind and tasks.title_text is not distinct from lines.title_text
    left join staging.indicator_readings as indicators on tables.kind = 'indicators'
        and indicators.code_text is not distinct from lines.code_text
        and indicators.code_kind is not distinct from lines.code_kind
        and indicators.indicator_text is not distinct from lines.indicator_text
        and indicators.measure is not distinct from measure_told(lines.measure_text, coalesce(lines.value_text, lines.cumulative_text))
    left join (select indicator_code, name from ref.indicators) as ref_indicators using (indicator_code)
    where role = 'data' and coalesce(status_text, pct_text, allocated_text, disbursed_text, estimated_text, value_text,
        cumulative_text) is not null
),
-- The last word before the present one is what a sender means to replace.
before as (select * from subjects where is_replaced and subject is not null qualify recency = min(recency) over (partition by owner, kind)),
present as (select * from subjects where not is_replaced),
latest as (select owner, kind, arg_min(file, recency) as file from present group by owner, kind),
lost as (
    select owner, kind, any_value(before.file order by before.file) as earlier_file, count(*) as n,
        string_agg(shown, ', ' order by shown) as what
    from before
    anti join present using (owner, kind, subject)
    group by owner, kind
)

select
    file, null::varchar as sheet, null::integer as row_no, null::varchar as field, string_agg(what, '; ' order by kind) as value,
    string_agg(format('Bản trước ({}) có mà bản này không có: {}.', earlier_file, what), ' ' order by kind) as detail
from lost
join latest using (owner, kind)
group by file
