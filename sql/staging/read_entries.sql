-- one row per data, total, heading or unfilled line of a table that the reader looked at: the text and the kind of each known field, as sent
with
lines as (
    select * rename (cells as sent_cells, kinds as sent_kinds) from staging.table_lines
    where role in ('data', 'total', 'heading', 'unfilled')
),
tables as (select * from raw.tables),
layout as (select * from staging.table_layout),
-- Cells corrected on record, as position → text typed by the officer; hardly ever any.
corrections as (
    select file, sheet, table_no, row_no, map_from_entries(list((position, value_used))) as corrected
    from staging.corrections
    where is_applied
    group by all
),
completed as (
    select
        lines.*, corrected,
        list_resize(sent_cells, greatest(len(sent_cells), list_max(map_keys(corrected))), '') as wide_cells,
        if(corrected is null, sent_cells,
            list_transform(wide_cells, lambda text, place: coalesce(corrected[place], text))) as cells,
        if(corrected is null, sent_kinds, list_aggregate(
            list_transform(wide_cells, lambda text, place: if(corrected[place] is null, coalesce(nullif(sent_kinds[place], ''), ' '), 's')),
            'string_agg', '')) as kinds
    from lines
    left join corrections using (file, sheet, table_no, row_no)
)

select
    file, sheet, table_no, row_no, if(role = 'unfilled' and corrected is not null, 'data', role) as role,
    tables.kind as table_kind, is_hidden,
    cell(cells, code_at) as code_text, kinds[code_at] as code_kind,
    cell(cells, title_at) as title_text,
    cell(cells, unit_at) as unit_text,
    cell(cells, status_at) as status_text, kinds[status_at] as status_kind,
    cell(cells, pct_at) as pct_text, kinds[pct_at] as pct_kind,
    cell(cells, estimated_pct_at) as estimated_pct_text, kinds[estimated_pct_at] as estimated_pct_kind,
    cell(cells, allocated_at) as allocated_text, kinds[allocated_at] as allocated_kind, allocated_scale,
    cell(cells, carried_at) as carried_text, kinds[carried_at] as carried_kind, carried_scale,
    cell(cells, disbursed_at) as disbursed_text, kinds[disbursed_at] as disbursed_kind, disbursed_scale,
    cell(cells, estimated_at) as estimated_text, kinds[estimated_at] as estimated_kind, estimated_scale,
    cell(cells, fund_source_at) as fund_source_text,
    cell(cells, result_at) as result_text,
    cell(cells, evidence_at) as evidence_text,
    cell(cells, completed_on_at) as completed_on_text, kinds[completed_on_at] as completed_on_kind,
    cell(cells, indicator_at) as indicator_text,
    cell(cells, measure_at) as measure_text,
    cell(cells, duty_at) as duty_text,
    cell(cells, value_at) as value_text, kinds[value_at] as value_kind,
    cell(cells, cumulative_at) as cumulative_text, kinds[cumulative_at] as cumulative_kind,
    cell(cells, target_at) as target_text, kinds[target_at] as target_kind,
    cell(cells, cause_at) as cause_text,
    cell(cells, difficulty_at) as difficulty_text,
    cell(cells, proposal_at) as proposal_text,
    cell(cells, next_at) as next_text,
    title_at is not null as has_title_column,
    status_at is not null as has_status_column,
    pct_at is not null as has_pct_column,
    unit_at is not null as has_unit_column,
    disbursed_at is not null as has_disbursed_column,
    cumulative_at is not null as has_cumulative_column,
    evidence_at is not null or result_at is not null as has_evidence_column,
    completed_on_at is not null as has_completed_on_column
from completed
join tables using (file, sheet, table_no)
join layout using (file, sheet, table_no)
