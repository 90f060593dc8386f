-- one row per finding: the cell, the rule, how grave it is, what is wrong and what to write instead
--   *: Mọi nhận xét của bước kiểm tra: ô nào, sai gì, cần ghi thế nào
--   table_no: bảng thứ mấy trên trang tính; trống khi nhận xét về cả trang hoặc cả tệp (số thứ tự)
--   column_name: cột của dữ liệu mở mà nhận xét nói đến
--   severity: mức độ: warning là giữ và nêu, row là loại dòng, file là từ chối tệp, stop là không phát hành báo cáo
--   value: điều đơn vị đã ghi trong ô, nhiều nhất 500 ký tự
--   message: câu nhận xét gửi đơn vị
--   table_no: bảng thứ mấy trên trang tính; trống khi nhận xét không về dòng nào của bảng (số thứ tự)
--   cell: địa chỉ ô, ví dụ F12; trống khi nhận xét về cả dòng hoặc cả tệp
--   rule_title: tên quy tắc
--   unit_id: mã đơn vị gửi tệp, hoặc đơn vị chưa gửi
with
-- What the reader found on a line, and what a check did not say more closely, is said of every table that the line belongs to.
found as (
    select found.* exclude (table_no), coalesce(found.table_no, lines.table_no) as table_no
    from checks.found
    left join (select file, sheet, row_no, table_no from staging.line_roles) as lines
        on found.table_no is null and lines.file = found.file and lines.sheet = found.sheet and lines.row_no = found.row_no
),
rules as (select * from ref.rules),
silent as (select unit_id, name from ref.expected_units),
placed as (
    select
        found.*,
        column_of(field) as column_name,
        case when position is not null then column_letters(coalesce(cell_column, position)) || coalesce(cell_row, row_no)
            when row_no is not null then 'dòng ' || found.row_no end as cell
    from found
    left join (select file, sheet, table_no, field, position, cell_row, cell_column from raw.table_columns) as columns
        using (file, sheet, table_no, field)
),
worded as (
    select
        * replace (left(value, 500) as value),
        coalesce(left(value, 200), 'trống') as shown
    from placed
    join (select rule_id, position, severity, title, message, action from rules) using (rule_id)
)

select
    file, sheet, table_no, row_no, worded.column_name, rule_id, severity, value,
    trim(message
        .replace(
            'Ô {cell}',
            case
                when cell is null then 'Tệp {file}' when contains(cell, ' ') then upper(left(cell, 1)) || substr(cell, 2) else 'Ô {cell}'
            end
        )
        .replace('{value}', shown).replace('{detail}', coalesce(detail, '')).replace('{cell}', coalesce(cell, ''))
        .replace('{file}', coalesce(file, '')).replace('{sheet}', coalesce(sheet, ''))
        .replace('{row_no}', coalesce(row_no::varchar, ''))) as message,
    action, if(contains(cell, ' '), null, cell) as cell, title as rule_title,
    coalesce(submissions.unit_id, silent.unit_id) as unit_id
from worded
left join staging.submissions using (file)
left join silent on rule_id = 'missing_report' and name = worded.value
order by file nulls first, sheet, row_no, table_no, position, column_name, rule_id, value, message
