-- one row per figure that a unit reports beside one of a unit that it succeeds, until it says whether its total holds that one
with
asked as (select * from staging.predecessor_lines where fate = 'asked'),
signed as (select file, unit_text from raw.files),
lines as (
    select file, sheet, table_no, row_no, unit_id, coalesce(indicator_code, task_code) as subject,
        if(table_kind = 'indicators', 'indicators', 'tasks') as what,
        coalesce(cumulative_text, value_text, disbursed_text, allocated_text) as value
    from staging.rows
    where table_kind in ('progress', 'budget', 'indicators')
        and coalesce(cumulative_text, value_text, disbursed_text, allocated_text) is not null
)

select distinct
    lines.file, lines.sheet, lines.table_no, lines.row_no, if(what = 'indicators', 'cumulative', 'disbursed') as field, lines.value,
    format('“{}” đã báo cáo ở tệp {}.', coalesce(unit_text, asked.for_unit_id), asked.file) as detail
from lines
join asked using (unit_id, what, subject)
left join signed on signed.file = asked.file
