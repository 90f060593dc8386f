-- one row per amount whose size does not fit its unit: too small for đồng, a hundred times away from the plan's own line, or that line in thousands or millions; it is asked about, never mended
with
amounts as (
    select file, sheet, table_no, row_no, 'allocated' as field, allocated_text as value, allocated_problem as problem from staging.rows
    union all
    select file, sheet, table_no, row_no, 'disbursed', disbursed_text, disbursed_problem from staging.rows
    union all
    select file, sheet, table_no, row_no, 'estimated', estimated_text, estimated_problem from staging.rows
),
against_plan as (
    select file, sheet, table_no, row_no, allocated_text as value, planned_vnd
    from staging.rows
    join ref.tasks using (task_code)
    where own_line and allocated_vnd > 0 and allocated_problem is null
        and (
            (role = 'lead' and (allocated_vnd >= 100 * planned_vnd or allocated_vnd * 100 <= planned_vnd))
            or planned_vnd in (allocated_vnd * 1000, allocated_vnd * 1000000)
        )
)

select file, sheet, table_no, row_no, field, value, null::varchar as detail
from amounts
where problem = 'amount_scale_suspect'
union all
select file, sheet, table_no, row_no, 'allocated', value, replace(format('Kế hoạch bố trí {:,} đồng.', planned_vnd), ',', '.')
from against_plan
