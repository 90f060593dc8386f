-- one row per table found: where each field stands (1-based position in the line) and how many đồng one unit of its money columns is
select
    file, sheet, table_no,
    max(position) filter (field = 'code') as code_at,
    max(position) filter (field = 'title') as title_at,
    max(position) filter (field = 'unit') as unit_at,
    max(position) filter (field = 'status') as status_at,
    max(position) filter (field = 'pct') as pct_at,
    max(position) filter (field = 'estimated_pct') as estimated_pct_at,
    max(position) filter (field = 'allocated') as allocated_at,
    max(position) filter (field = 'carried') as carried_at,
    max(position) filter (field = 'disbursed') as disbursed_at,
    max(position) filter (field = 'estimated') as estimated_at,
    max(position) filter (field = 'fund_source') as fund_source_at,
    max(position) filter (field = 'result') as result_at,
    max(position) filter (field = 'evidence') as evidence_at,
    max(position) filter (field = 'completed_on') as completed_on_at,
    max(position) filter (field = 'indicator') as indicator_at,
    max(position) filter (field = 'measure') as measure_at,
    max(position) filter (field = 'duty') as duty_at,
    max(position) filter (field = 'value') as value_at,
    max(position) filter (field = 'cumulative') as cumulative_at,
    max(position) filter (field = 'target') as target_at,
    max(scale) filter (field = 'allocated') as allocated_scale,
    max(scale) filter (field = 'carried') as carried_scale,
    max(scale) filter (field = 'disbursed') as disbursed_scale,
    max(scale) filter (field = 'estimated') as estimated_scale
from raw.table_columns
group by file, sheet, table_no
