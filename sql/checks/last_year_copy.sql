-- one row per file that says again what the unit said in an earlier report, or in which every day is of an earlier year
with
plan as (select * from ref.plan),
earlier as (select label, previous.plan_id = plan.plan_id as of_same_year from raw.previous_report as previous cross join plan),
-- Within a year a finished task stays as it was and a stopped one too; only what could have moved is compared.
compared as (
    select
        file, label,
        (
            rows.status is not distinct from previous.status
            and rows.completion_pct is not distinct from previous.completion_pct
            and lower(coalesce(rows.result_text, evidence_text, '')) = lower(coalesce(previous.result_text, ''))
        ) as is_same
    from staging.rows
    join raw.previous_progress as previous using (unit_id, task_code)
    cross join earlier
    where table_kind = 'progress' and previous.completion_pct > 0 and not (of_same_year and previous.status in ('done', 'stopped'))
    union all
    select
        file, label,
        (rows.value is not distinct from previous.value and rows.cumulative is not distinct from previous.cumulative)
    from staging.rows
    join raw.previous_indicators as previous using (unit_id, indicator_code)
    cross join earlier
    where coalesce(previous.cumulative, previous.value) > 0
),
copies as (
    select file, format('{} trên {} dòng so được giống hệt báo cáo {}.', count(*) filter (is_same), count(*), any_value(label)) as detail
    from compared
    group by file
    having count(*) >= 3 and count(*) filter (is_same) >= 0.8 * count(*)
),
-- Days that the plan itself cites ("Kết luận số 57-KL/TW ngày 15/6/2023") say nothing of the file.
plan_words as (select string_agg(concat_ws(' ', title, content, expected_result), ' ') as words from ref.tasks),
days as (
    select file, unnest(regexp_extract_all(concat_ws(' ', result_text, evidence_text), '\d{1,2}/\d{1,2}/20\d\d')) as day
    from staging.rows
    where contains(result_text, '/20') or contains(evidence_text, '/20')
    union all
    select file, strftime(completed_on, '%d/%m/%Y') from staging.rows where completed_on is not null
),
other_years as (
    select file, format('Cả {} ngày ghi trong tệp đều trước năm {}.', count(*), any_value(plan.year)) as detail
    from days
    cross join plan
    cross join plan_words
    where not contains(words, day)
    group by file
    having count(*) >= 3 and bool_and(right(day, 4)::int < plan.year)
),
found as (select * from copies union all select * from other_years)

select file, null::varchar as sheet, null::integer as row_no, null::varchar as field, null::varchar as value,
    string_agg(detail, ' ' order by detail) as detail
from found
group by file
