-- one row per unit (× task) whose money is not counted, among the tasks with a line of their own and among all, with the reason
--   *: Vì sao số tiền của một đơn vị không có trong con số
--   unit_id: mã đơn vị
--   task_code: nhiệm vụ có số tiền bị loại; trống khi đơn vị không ghi số tiền nào
--   own_line: nói về các nhiệm vụ có dòng kinh phí riêng, hay về mọi nhiệm vụ
--   reason: vì sao
with
own_lines as (select task_code from ref.tasks where own_line),
scopes as (select unnest([true, false]) as own_line),
rejected as (
    select scopes.own_line, unit_id, task_code, reason
    from report.rejected_tasks
    cross join scopes
    where has_amount and (not scopes.own_line or task_code in (from own_lines))
),
known as (
    select own_line, unit_id from rejected
    union
    select scopes.own_line, unit_id
    from marts.budget
    cross join scopes
    where not scopes.own_line or task_code in (from own_lines)
),
without as (
    select
        own_line, unit_id, null as task_code,
        coalesce(silence, if(own_line, 'Không ghi số tiền ở nhiệm vụ nào có dòng kinh phí riêng', 'Không ghi số tiền nào')) as reason
    from report.silence
    cross join scopes
    anti join known using (own_line, unit_id)
    where state <> 'not_asked'
)

select unit_id, task_code, own_line, reason from rejected
union all
select unit_id, task_code, own_line, reason from without
order by own_line, unit_id, task_code
