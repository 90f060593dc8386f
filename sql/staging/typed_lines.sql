-- view: one row per data line of the files that count: texts turned into typed values, as the unit sent them
with
entries as (
    select * exclude (table_kind)
    from staging.entries
    anti join staging.replaced_lines using (file, sheet, table_no, row_no)
    where role = 'data'
),
uses as (
    select file, sheet, table_no, use_kind as table_kind, file_unit_id, for_unit_id from staging.table_use where use_kind <> 'notes'
),
money_alone as (select file, sheet, table_no, row_no, 'budget' as kept_kind from staging.predecessor_lines where fate = 'money'),
traits as (select * from staging.table_traits),
tasks as (
    select code_text as task_text, code_kind as task_kind, title_text as task_title, task_code, is_leaf, disagrees, nearest as nearest_task
    from staging.task_readings
),
indicators as (
    select
        code_text as number_text, code_kind as number_kind, indicator_text as name_text, measure as told_measure,
        indicator_code, unit_of_measure, nearest as nearest_indicator
    from staging.indicator_readings
    left join ref.indicators using (indicator_code)
),
duties as (
    select code_text as duty_number, code_kind as duty_kind, duty_text as duty_name, duty_code, nearest as nearest_duty
    from staging.duty_readings
),
units as (select text, unit_id as row_unit_id, nearest as nearest_unit from staging.unit_readings),
statuses as (select text, status as status_read, pct as status_pct, is_carried_over from staging.status_readings),
percents as (select * from staging.percent_readings),
money as (select * from staging.money_readings),
days as (select * from staging.date_readings),
counts as (select * from staging.count_readings),
texts as (select * from staging.text_readings),
funds as (select text, fund_source from staging.fund_source_readings)

select
    file, sheet, table_no, row_no, coalesce(kept_kind, table_kind) as table_kind, is_hidden,
    code_text, title_text, unit_text, status_text, pct_text, estimated_pct_text, allocated_text, carried_text,
    disbursed_text, estimated_text,
    fund_source_text, completed_on_text, indicator_text, measure_text, duty_text, value_text, cumulative_text, target_text,
    coalesce(file_unit_id, '') as file_unit_id, for_unit_id,
    if(unit_text is null, file_unit_id, row_unit_id) as unit_id,
    tasks.task_code, coalesce(tasks.is_leaf, true) as is_leaf,
    coalesce(tasks.disagrees and not codes_are_running, false) as code_disagrees,
    indicators.indicator_code, duties.duty_code,
    coalesce(nearest_indicator, nearest_duty, nearest_task) as nearest_name, nearest_unit,
    status_read, status_pct, coalesce(is_carried_over, false) as is_carried_over,
    has_title_column, has_status_column, has_pct_column, has_disbursed_column,
    has_cumulative_column, has_evidence_column, has_completed_on_column,
    pct.value * if(pct.is_plain and pct_is_fraction, 100, 1) as pct_read, pct.problem as pct_problem,
    est.value * if(est.is_plain and estimated_pct_is_fraction, 100, 1) as estimated_pct, est.problem as estimated_pct_problem,
    allocated.vnd as allocated_vnd, allocated.problem as allocated_problem, allocated.mode as fund_mode,
    carried.vnd as carried_in_vnd, carried.problem as carried_problem,
    null::bigint as added_vnd, null::bigint as cut_vnd, -- no column of departments is read into them yet
    disbursed.vnd as disbursed_vnd, disbursed.problem as disbursed_problem,
    estimated.vnd as estimated_vnd, estimated.problem as estimated_problem,
    allocated_scale,
    funds.fund_source,
    results.clean as result_text, evidence.clean as evidence_text,
    days.day as completed_on, days.precision as completed_on_precision, days.problem as completed_on_problem,
    value.value as value, value.problem as value_problem,
    cumulative.value as cumulative, cumulative.problem as cumulative_problem,
    target.value as target, target.problem as target_problem,
    coalesce(pct.is_approximate, false) as pct_is_approximate,
    coalesce(allocated.is_approximate, false) as allocated_is_approximate,
    coalesce(disbursed.is_approximate, false) as disbursed_is_approximate,
    coalesce(value.is_approximate, false) as value_is_approximate,
    coalesce(cumulative.is_approximate, false) as cumulative_is_approximate
from entries
join uses using (file, sheet, table_no)
join traits using (file, sheet, table_no)
left join money_alone using (file, sheet, table_no, row_no)
left join tasks on task_text is not distinct from code_text
    and task_kind is not distinct from code_kind
    and task_title is not distinct from title_text
    and table_kind in ('progress', 'budget')
left join indicators on number_text is not distinct from code_text
    and number_kind is not distinct from code_kind
    and name_text is not distinct from indicator_text
    and told_measure is not distinct from measure_told(measure_text, coalesce(value_text, cumulative_text))
    and table_kind = 'indicators'
left join duties on duty_number is not distinct from code_text
    and duty_kind is not distinct from code_kind
    and duty_name is not distinct from duty_text
    and table_kind = 'duties'
left join units on units.text = unit_text
left join statuses on statuses.text = status_text
left join percents as pct on pct.text = pct_text and pct.kind = pct_kind
left join percents as est on est.text = estimated_pct_text and est.kind = estimated_pct_kind
left join money as allocated on allocated.text = allocated_text and allocated.kind = allocated_kind
    and allocated.scale = allocated_scale
left join money as carried on carried.text = carried_text and carried.kind = carried_kind and carried.scale = carried_scale
left join money as disbursed on disbursed.text = disbursed_text and disbursed.kind = disbursed_kind
    and disbursed.scale = disbursed_scale
left join money as estimated on estimated.text = estimated_text and estimated.kind = estimated_kind
    and estimated.scale = estimated_scale
left join funds on funds.text = fund_source_text
left join texts as results on results.text = entries.result_text
left join texts as evidence on evidence.text = entries.evidence_text
left join days on days.text = completed_on_text and days.kind = completed_on_kind
left join counts as value on value.text = value_text and value.kind = value_kind
    and value.measure = chosen_by(value_text, coalesce(unit_of_measure, entries.measure_text))
left join counts as cumulative on cumulative.text = cumulative_text and cumulative.kind = cumulative_kind
    and cumulative.measure = chosen_by(cumulative_text, coalesce(unit_of_measure, entries.measure_text))
left join counts as target on target.text = target_text and target.kind = target_kind
    and target.measure = chosen_by(target_text, coalesce(unit_of_measure, entries.measure_text))
