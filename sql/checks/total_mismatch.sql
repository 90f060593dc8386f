-- one row per total cell that is not the sum of the lines above it (since the last total, or of the whole table)
with
entries as (
    select * from staging.entries
    semi join staging.table_use using (file, sheet, table_no)
    where role in ('data', 'total')
),
headings as (
    select code_text, code_kind, title_text from staging.task_readings where not is_leaf
),
amounts as (
    select file, sheet, table_no, row_no, role, code_text, code_kind, title_text, 'allocated' as field,
        allocated_text as text, allocated_kind as kind, allocated_scale as scale from entries
    union all
    select file, sheet, table_no, row_no, role, code_text, code_kind, title_text, 'disbursed',
        disbursed_text, disbursed_kind, disbursed_scale from entries
),
read as (
    select amounts.*, money.vnd
    from amounts
    left join staging.money_readings as money using (text, kind, scale)
    left join headings on headings.code_text is not distinct from amounts.code_text
        and headings.code_kind is not distinct from amounts.code_kind
        and headings.title_text is not distinct from amounts.title_text
    where headings.title_text is null
),
sums as (
    select
        *,
        sum(vnd) filter (role = 'data') over (partition by file, sheet, table_no, field order by row_no) as so_far,
        sum(vnd) filter (role = 'data') over (partition by file, sheet, table_no, field) as whole
    from read
),
totals as (
    select *, coalesce(lag(so_far) over (partition by file, sheet, table_no, field order by row_no), 0) as before
    from sums
    where role = 'total'
)

select file, sheet, table_no, row_no, field, text as value,
    replace(format('Cộng các dòng được {:,} đồng.', coalesce(so_far, 0)::bigint), ',', '.') as detail
from totals
where vnd is not null and vnd not in (coalesce(so_far, 0), coalesce(so_far, 0) - before, coalesce(whole, 0))
