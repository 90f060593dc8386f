-- one row per line whose given or carried money is not that of the decisions on record, which count; and per decision that found no line
with
moves as (select * from staging.budget_moves),
wrong as (
    select
        file, sheet, table_no, row_no, if(coalesce(given_vnd <> allocated_sent_vnd, false), 'allocated', 'carried') as field,
        if(coalesce(given_vnd <> allocated_sent_vnd, false), allocated_text, carried_text) as value,
        format(
            'Theo {}: {} đồng; báo cáo dùng số này.', documents,
            vi_number(if(coalesce(given_vnd <> allocated_sent_vnd, false), given_vnd, carried_vnd))
        ) as detail
    from staging.rows
    join moves on moves.task_code = rows.task_code and moves.unit_id = rows.unit_id
        and coalesce(moves.fund_source = rows.fund_source, true)
    where is_decided and (given_vnd <> allocated_sent_vnd or carried_vnd <> carried_sent_vnd)
),
unused as (
    select
        null::varchar as file, null::varchar as sheet, null::integer as table_no, null::integer as row_no, 'allocated' as field,
        units.name as value,
        format('{}, nhiệm vụ {}: chưa có dòng kinh phí nào của đơn vị để áp dụng, hoặc có nhiều dòng mà văn bản không ghi nguồn.',
            documents, task_code) as detail
    from moves
    left join ref.units using (unit_id)
    anti join (select task_code, unit_id from staging.rows where is_decided) as used using (task_code, unit_id)
)

from wrong
union all by name
from unused
