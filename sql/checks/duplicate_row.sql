-- one row per line too many: of exact repeats the later ones, of lines that contradict each other all (one task may stand once a fund source)
with
-- Of most tasks there is one line, or one a fund source that says the same of the progress: only the others are compared in full.
repeated as (
    select hash(unit_id, for_unit_id, table_kind, coalesce(task_code, indicator_code, duty_code)) as subject_hash
    from staging.rows
    group by all
    having count(*) > 1
),
suspects as (
    select hash(unit_id, for_unit_id, table_kind, coalesce(task_code, indicator_code, duty_code)) as subject_hash
    from staging.rows
    where hash(unit_id, for_unit_id, table_kind, coalesce(task_code, indicator_code, duty_code)) in (from repeated)
    group by all
    having count(distinct fund_source) < count(*)
        or min(hash(status, completion_pct, estimated_pct)) < max(hash(status, completion_pct, estimated_pct))
),
task_rows as (
    select
        file, sheet, table_no, row_no, unit_id, coalesce(for_unit_id, '') as for_unit_id, table_kind, fund_source,
        coalesce(title_text, indicator_text, duty_text, code_text) as value,
        coalesce(task_code, indicator_code, duty_code) as subject,
        hash(status, completion_pct, estimated_pct) as progress_said,
        hash(status, completion_pct, estimated_pct, allocated_vnd, disbursed_vnd, estimated_vnd, fund_source, result_text, completed_on,
            rows.value, cumulative, target) as all_said
    from staging.rows
    where unit_id is not null and coalesce(task_code, indicator_code, duty_code) is not null
        and hash(unit_id, for_unit_id, table_kind, coalesce(task_code, indicator_code, duty_code)) in (from suspects)
),
numbered as (
    select
        *,
        row_number() over (
            partition by unit_id, for_unit_id, table_kind, subject, all_said order by file, sheet, table_no, row_no
        ) as repeat_no
    from task_rows
),
conflicts as (
    select unit_id, for_unit_id, table_kind, subject
    from numbered
    where repeat_no = 1
    group by unit_id, for_unit_id, table_kind, subject
    having count(*) > 1
        and (count(distinct progress_said) > 1 or count(distinct fund_source) < count(*))
)

select file, sheet, table_no, row_no, name_field(table_kind) as field, value, 'Lặp lại nguyên văn dòng trước.' as detail
from numbered
where repeat_no > 1
union all
select file, sheet, table_no, row_no, name_field(table_kind), value, 'Các dòng của cùng nhiệm vụ ghi khác nhau.'
from numbered
join conflicts using (unit_id, for_unit_id, table_kind, subject)
where repeat_no = 1
