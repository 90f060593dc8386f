-- one row per kind of thing that questions of the self-check look at: how many there are, so that none passes for want of anything to look at
--   *: Bảng tự kiểm: có bao nhiêu điều để xét
--   looked_at: loại điều được xét
--   counted: gọi là gì
--   n: bao nhiêu (dòng)
with
rows as (select * from staging.rows),
-- People and the groups they came in, of one unit.
pairs as (
    select count(*) as n
    from (select distinct unit_id, indicator_code, people_of from rows join ref.indicators using (indicator_code)
        where people_of is not null) as people
    join (select distinct unit_id, indicator_code from rows) as groups on groups.unit_id = people.unit_id
        and groups.indicator_code = people_of
),
compared as (
    select (select count(*) from rows semi join raw.previous_progress using (unit_id, task_code))
        + (select count(*) from rows semi join raw.previous_indicators using (unit_id, indicator_code)) as n
)

select unnest([
    {'looked_at': 'period and total', 'counted': 'dòng chỉ tiêu có cả hai số',
        'n': (select count(*) from rows where value is not null and cumulative is not null)},
    {'looked_at': 'earlier', 'counted': 'dòng có ở báo cáo trước', 'n': (select n from compared)},
    {'looked_at': 'totals', 'counted': 'dòng cộng',
        'n': (select count(*) from staging.entries semi join staging.table_use using (file, sheet, table_no) where role = 'total')},
    {'looked_at': 'spending', 'counted': 'dòng có cả kinh phí và giải ngân',
        'n': (select count(*) from rows where used_vnd is not null and disbursed_vnd is not null)},
    {'looked_at': 'amounts', 'counted': 'dòng có ghi ô tiền',
        'n': (select count(*) from rows where coalesce(allocated_text, carried_text, disbursed_text, estimated_text) is not null)},
    {'looked_at': 'percents', 'counted': 'dòng có ghi tỷ lệ',
        'n': (select count(*) from rows where coalesce(pct_text, estimated_pct_text) is not null)},
    {'looked_at': 'states', 'counted': 'dòng có tình trạng và tỷ lệ',
        'n': (select count(*) from rows where status is not null and completion_pct is not null)},
    {'looked_at': 'done', 'counted': 'dòng ghi hoàn thành',
        'n': (select count(*) from rows where status = 'done' and table_kind = 'progress')},
    {'looked_at': 'days', 'counted': 'dòng có ngày hoàn thành', 'n': (select count(*) from rows where completed_on_text is not null)},
    {'looked_at': 'people', 'counted': 'cặp số người và số đoàn, lớp', 'n': (select n from pairs)},
    {'looked_at': 'results', 'counted': 'dòng có ghi kết quả', 'n': (select count(*) from rows where result_text is not null)},
    {'looked_at': 'indices', 'counted': 'dòng chỉ số',
        'n': (select count(*) from rows join ref.indicators using (indicator_code) where kind = 'index')},
    {'looked_at': 'resent', 'counted': 'tệp có bản gửi trước bị thay',
        'n': (select count(distinct owner) from staging.usable_files semi join raw.tables using (file)
            anti join (select file from raw.tables anti join staging.table_use using (file, sheet, table_no)) as replaced using (file)
            where owner in (select owner from staging.usable_files join raw.tables using (file) anti
                join staging.table_use using (file, sheet, table_no)))},
    {'looked_at': 'rows', 'counted': 'dòng', 'n': (select count(*) from rows)}
], recursive := true)
