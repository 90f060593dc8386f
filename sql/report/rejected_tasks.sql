-- one row per unit × task of which lines were rejected: which lines, and by which rules
--   *: Nhiệm vụ có dòng bị loại của từng đơn vị, và vì sao
--   unit_id: mã đơn vị
--   task_code: mã nhiệm vụ; trống khi dòng không nêu được nhiệm vụ
--   has_amount: dòng bị loại có ghi số tiền hay không
--   reason: các dòng bị loại và quy tắc, nhiều nhất ba dòng
with
rejections as (
    select file, sheet, table_no, row_no, string_agg(distinct lower(title), ', ' order by lower(title)) as rules
    from (select file, sheet, table_no, row_no, rule_id from marts.placed_findings where severity = 'row')
    join (select rule_id, title from ref.rules) using (rule_id)
    group by all
),
rejected_rows as (
    select
        unit_id, task_code, file, row_no, rules, allocated_text is not null or disbursed_text is not null as has_amount,
        row_number() over (partition by unit_id, task_code order by file, row_no) as number
    from staging.rows
    join rejections using (file, sheet, table_no, row_no)
)

-- Three lines tell the sender where to look; annex V has them all.
select
    unit_id, task_code, bool_or(has_amount) as has_amount,
    string_agg(format('Dòng {} của tệp {} bị loại ({})', row_no, file, rules), '; ' order by number) filter (number <= 3)
        || if(count(*) > 3, format('; và {} dòng khác', count(*) - 3), '') as reason
from rejected_rows
group by unit_id, task_code
order by unit_id, task_code
