-- The rows that `sql/checks` finds, by one plain SELECT a rule over typed lines, as an analyst would write them: no values, no words.
create table plain as
with t as (from staging.rows), p as (from t where table_kind = 'progress')
select 'amount_not_a_number' as rule_id, file, sheet, row_no from t
where 'amount_not_a_number' in (allocated_problem, disbursed_problem, estimated_problem)
union all
select 'amount_scale_suspect', file, sheet, row_no from t
where 'amount_scale_suspect' in (allocated_problem, disbursed_problem, estimated_problem)
union all
select 'negative_amount', file, sheet, row_no from t
where 'negative_amount' in (allocated_problem, disbursed_problem, estimated_problem)
union all
select 'spent_gt_allocated', file, sheet, row_no from t where disbursed_vnd > allocated_vnd and allocated_vnd >= 0
union all
select 'execution_suspect', file, sheet, row_no from t where disbursed_vnd > 0 and disbursed_vnd * 100 < allocated_vnd
union all
select 'estimate_lt_actual', file, sheet, row_no from t
where estimated_pct < completion_pct or estimated_vnd < disbursed_vnd or estimated_vnd > allocated_vnd
union all
select 'missing_pair', file, sheet, row_no from t
where (disbursed_vnd > 0 and allocated_vnd is null and allocated_problem is null)
    or (allocated_vnd > 0 and has_disbursed_column and disbursed_text is null)
union all
select 'unknown_fund_source', file, sheet, row_no from t where fund_source_text is not null and fund_source is null
union all
select 'pct_not_a_number', file, sheet, row_no from t
where 'pct_not_a_number' in (pct_problem, estimated_pct_problem)
union all
select 'pct_out_of_range', file, sheet, row_no from t
where completion_pct not between 0 and 100 or estimated_pct not between 0 and 100
union all
select 'pct_fraction_suspect', file, sheet, row_no from t
where (completion_pct > 0 and completion_pct < 1) or (estimated_pct > 0 and estimated_pct < 1)
union all
select 'status_pct_mismatch', file, sheet, row_no from t
where (status = 'done' and completion_pct < 100) or (status = 'todo' and completion_pct > 0)
union all
select 'unknown_status', file, sheet, row_no from t where status_text is not null and status is null
union all
select 'missing_required', file, sheet, row_no from p
where (has_status_column and status_text is null) or (has_pct_column and pct_text is null)
union all
select 'date_not_a_date', file, sheet, row_no from t where completed_on_problem = 'date_not_a_date'
union all
select 'date_outside_year', file, sheet, row_no from t where year(completed_on) <> 2024
union all
select 'date_after_receipt', file, sheet, row_no from t join staging.submissions using (file)
where completed_on > received_on and completed_on_precision = 'day'
union all
select 'date_but_not_done', file, sheet, row_no from t where status in ('todo', 'doing') and completed_on is not null
union all
select 'done_without_evidence', file, sheet, row_no from p
where status = 'done' and (coalesce(result_text, evidence_text) is null or completed_on_text is null)
union all
select 'progress_without_result', file, sheet, row_no from p
where status = 'doing' and completion_pct > 0 and coalesce(result_text, evidence_text) is null
union all
select 'approximate_value', file, sheet, row_no from t
where pct_is_approximate or allocated_is_approximate or disbursed_is_approximate or completed_on_precision <> 'day'
union all
select 'unknown_task', file, sheet, row_no from t where task_code is null or not is_leaf
union all
select 'unknown_unit', file, sheet, row_no from t where unit_id is null
union all
select 'not_responsible', file, sheet, row_no from t where is_leaf and unit_id is not null and task_code is not null and not is_responsible
union all
select 'code_title_disagree', file, sheet, row_no from t where code_disagrees and task_code is not null
union all
select 'title_missing', file, sheet, row_no from t where title_text is null and task_code is not null
union all
select 'hidden_rows', file, sheet, row_no from t where is_hidden
union all
select 'personal_data', file, sheet, row_no from t
where regexp_matches(result_text, '(^|[^0-9.,])0[35789][0-9]{2}[ .]?[0-9]{3}[ .]?[0-9]{3}([^0-9]|$)')
    or regexp_matches(result_text, '[A-Za-z0-9._-]+@[A-Za-z0-9-]+[.][A-Za-z]{2,}')
    or regexp_matches(result_text, '(^|[^0-9])0[0-9]{11}([^0-9]|$)')
union all
select 'result_repeats_plan', file, sheet, row_no from t join ref.tasks using (task_code)
where length(result_text) >= 30 and contains(lower(expected_result), lower(result_text))
union all
select 'same_result_two_units', file, sheet, row_no from t
where length(result_text) >= 40
    and lower(result_text) in (select lower(result_text) from t where length(result_text) >= 40 group by 1 having count(distinct unit_id) > 1)
union all
select 'duplicate_row', file, sheet, row_no from t
where (unit_id, task_code) in (select (unit_id, task_code) from t where task_code is not null group by all having count(*) > 1)
qualify row_number() over (partition by unit_id, task_code order by file, sheet, row_no) > 1
union all
select 'value_not_a_number', file, sheet, row_no from t where value_problem is not null or cumulative_problem is not null or target_problem is not null
union all
select 'cumulative_lt_period', file, sheet, row_no from t where cumulative < value
union all
select 'count_not_whole', file, sheet, row_no from t join ref.indicators using (indicator_code) where kind = 'count' and t.value <> floor(t.value)
union all
select 'measure_disagrees', file, sheet, row_no from t join ref.indicators using (indicator_code) where measure_text <> unit_of_measure
union all
select 'late_report', file, null, null from staging.submissions cross join ref.period where received_on > due_lenient_on
union all
select 'missing_report', unit_id, null, null from ref.expected_units where unit_id not in (select unit_id from staging.submissions);
