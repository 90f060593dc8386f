-- The product's kind of work on these columns, tuned by hand: texts typed once, every rule a bit or a comparison, findings worded, marts.
create temp table statuses as select * from (values {statuses}) as t(text, status);
create temp table funds as select unnest([{funds}]) as fund;
create temp table tasks as select title, task_code from read_csv('{tasks}', all_varchar = true);
create temp table units as select full_name as unit, unit_id from read_csv('{units}', all_varchar = true);

create temp table days as
select text, try_strptime(text, ['%d/%m/%Y', '%Y-%m-%d'])::date as day from (select distinct completed_on as text from sent);

create temp table results as
select text, length(text) > 30 and exists (select 1 from tasks where contains(lower(title), lower(text))) as repeats_plan,
    regexp_matches(text, '(^|[^0-9.,])0[35789][0-9]{{2}}[ .]?[0-9]{{3}}[ .]?[0-9]{{3}}([^0-9]|$)')
        or regexp_matches(text, '[A-Za-z0-9._-]+@[A-Za-z0-9-]+[.][A-Za-z]{{2,}}')
        or regexp_matches(text, '(^|[^0-9])0[0-9]{{11}}([^0-9]|$)') as is_personal
from (select distinct result as text from sent limit 4611686018427387904) where text is not null;

create temp table amounts as
select text, try_cast(replace(text, '.', '') as bigint) as vnd, regexp_matches(text, '(khoảng|gần|hơn) *[0-9]') as is_approximate
from (select distinct allocated as text from sent union select distinct disbursed from sent) where text is not null;

create temp table pcts as
select text, try_cast(text as double) as pct, regexp_matches(text, '(khoảng|gần|hơn) *[0-9]') as is_approximate
from (select distinct pct as text from sent) where text is not null;

create table typed as
select sent.file, sent.row_no, units.unit_id, tasks.task_code, sent.fund, statuses.status, sent.result, days.day, pcts.pct,
    a.vnd as allocated, d.vnd as disbursed,
    (sent.pct is not null and pcts.pct is null)::int * 1
    + ((sent.allocated is not null and a.vnd is null) or (sent.disbursed is not null and d.vnd is null))::int * 2
    + (sent.completed_on is not null and days.day is null)::int * 4
    + coalesce(pcts.is_approximate, false)::int * 8
    + coalesce(a.is_approximate or d.is_approximate, false)::int * 16
    + (sent.status is null and sent.pct is null)::int * 32
    + (sent.title is null)::int * 64
    + coalesce(results.is_personal, false)::int * 128
    + coalesce(results.repeats_plan, false)::int * 256
    + (sent.code is not null and tasks.task_code is not null and sent.code <> tasks.task_code)::int * 512
    + (sent.disbursed is null)::int * 1024
    + (sent.result is null)::int * 2048
    + (sent.completed_on is null)::int * 4096
    + (sent.fund is not null and funds.fund is null)::int * 8192 as bits
from sent
left join units using (unit)
left join tasks using (title)
left join funds using (fund)
left join statuses on statuses.text = sent.status
left join days on days.text = sent.completed_on
left join results on results.text = sent.result
left join amounts as a on a.text = sent.allocated
left join amounts as d on d.text = sent.disbursed
left join pcts on pcts.text = sent.pct;

-- A line said twice for the same task and fund; lines of one fund, or of several, that say different things of the task itself.
create temp table repeats as
select file, row_no from typed where task_code is not null
qualify row_number() over (
    partition by unit_id, task_code, fund, hash(status, pct, allocated, disbursed, result, day) order by file, row_no) > 1;

create temp table conflicts as
select unit_id, task_code from typed anti join repeats using (file, row_no)
where task_code is not null
group by all
having count(distinct coalesce(fund, '')) < count(*);

create temp table same_results as
select result from typed where length(result) >= 40 group by 1 having count(distinct unit_id) > 1;

create temp table found as
select file, row_no, unnest(list_filter([
    if(task_code is null, 'unknown_task', null), if(status is null and bits & 32 = 0, 'unknown_status', null),
    if(bits & 1 > 0, 'pct_not_a_number', null), if(pct < 0 or pct > 100, 'pct_out_of_range', null),
    if((status = 'done' and pct < 100) or (status = 'todo' and pct > 0), 'status_pct_mismatch', null),
    if(bits & 2 > 0, 'amount_not_a_number', null), if(allocated < 0 or disbursed < 0, 'negative_amount', null),
    if(disbursed > allocated, 'spent_gt_allocated', null), if(bits & 4 > 0, 'date_not_a_date', null),
    if(status in ('todo', 'doing') and day is not null, 'date_but_not_done', null),
    if(status = 'doing' and pct > 0 and bits & 2048 > 0, 'progress_without_result', null),
    if(disbursed > 0 and disbursed * 100 < allocated, 'execution_suspect', null),
    if((disbursed > 0 and allocated is null and bits & 2 = 0) or (allocated > 0 and bits & 1024 > 0), 'missing_pair', null),
    if(year(day) <> 2024, 'date_outside_year', null), if(unit_id is null, 'unknown_unit', null),
    if(bits & 64 > 0 and task_code is not null, 'title_missing', null),
    if(status = 'done' and bits & 2048 > 0, 'done_without_evidence', null),
    if(bits & 128 > 0, 'personal_data', null), if(bits & 256 > 0, 'result_repeats_plan', null),
    if(bits & 512 > 0, 'code_title_disagree', null), if(bits & 24 > 0, 'approximate_value', null),
    if(bits & 32 > 0, 'left_blank', null),
    if(allocated between 1 and 999 or disbursed between 1 and 999, 'amount_scale_suspect', null),
    if(pct > 0 and pct < 1, 'pct_fraction_suspect', null), if(bits & 8192 > 0, 'unknown_fund_source', null)
], lambda rule: rule is not null)) as rule_id from typed
union all select *, 'duplicate_row' from repeats
union all select file, row_no, 'duplicate_row' from typed join conflicts using (unit_id, task_code)
union all select file, row_no, 'same_result_two_units' from typed join same_results using (result);

create table findings as
select file, row_no, rule_id, format('Dòng {{}} của tệp {{}}: {{}} ({{}}, {{}}%)', row_no, file, rule_id, sent.status, sent.pct) as message
from found join sent using (file, row_no);

create table accepted as
select * from typed
anti join (select file, row_no from found where rule_id in ({row_rules})) using (file, row_no);

create table budget as
select unit_id, task_code, fund, allocated, disbursed, file, row_no from accepted where coalesce(allocated, disbursed) is not null;
create table progress as
select * exclude (bits) from accepted
semi join (select min((file, row_no)) as first from accepted group by unit_id, task_code) on first = (file, row_no)
order by unit_id, task_code;
create table by_unit as select unit_id, sum(allocated) as allocated, sum(disbursed) as disbursed from accepted group by all;
create table by_task as select task_code, status, count(*) as rows, avg(pct) as pct from accepted group by all;
create table by_fund as select fund, sum(allocated) as allocated, sum(disbursed) as disbursed from accepted group by all;
create table by_file as select file, count(*) as rows from sent group by all;
create table missing_report as select unit_id from units anti join typed using (unit_id);
