-- one row per finding: the cell, the rule and how grave it is; without the sentence
--   *: Mọi nhận xét của bước kiểm tra, không có câu chữ; các con số đếm nhận xét đếm ở bảng này
--   table_no: bảng thứ mấy trên trang tính; trống khi nhận xét không về dòng nào của bảng (số thứ tự)
--   column_name: cột của dữ liệu mở mà nhận xét nói đến
--   severity: mức độ: warning là giữ và nêu, row là loại dòng, file là từ chối tệp, stop là không phát hành báo cáo
--   value: điều đơn vị đã ghi trong ô, nhiều nhất 500 ký tự
--   detail: điều quy tắc nói thêm về ô này
--   position: thứ tự của quy tắc trong danh sách quy tắc (số thứ tự)
--   place: địa chỉ ô, ví dụ F12, hoặc dòng; trống khi nhận xét về cả tệp
--   unit_id: mã đơn vị gửi tệp, hoặc đơn vị chưa gửi
--   number: thứ mấy trong các nhận xét của quy tắc về tệp (số thứ tự)
with
-- What the reader found on a line, and what a check did not say more closely, is said of every table that the line belongs to.
found as (
    select found.* exclude (table_no), coalesce(found.table_no, lines.table_no) as table_no
    from checks.found
    left join (select file, sheet, row_no, table_no from staging.line_roles) as lines
        on found.table_no is null and lines.file = found.file and lines.sheet = found.sheet and lines.row_no = found.row_no
),
silent as (select unit_id, name from ref.expected_units),
placed as (
    select
        found.* exclude (field, value),
        left(value, 500) as value,
        column_of(field) as column_name,
        rules.position,
        severity,
        case when columns.position is not null then column_letters(coalesce(cell_column, columns.position)) || coalesce(cell_row, row_no)
            when row_no is not null then 'dòng ' || found.row_no end as place
    from found
    join (select rule_id, position, severity from ref.rules) as rules using (rule_id)
    left join (select file, sheet, table_no, field, position, cell_row, cell_column from raw.table_columns) as columns
        using (file, sheet, table_no, field)
)

select
    file, sheet, table_no, row_no, placed.column_name, rule_id, severity, value, detail, position, place,
    coalesce(submissions.unit_id, silent.unit_id) as unit_id,
    row_number() over (partition by rule_id, file order by sheet, row_no, table_no, placed.column_name, value, detail) as number
from placed
left join (select file, unit_id from staging.submissions) as submissions using (file)
left join silent on rule_id = 'missing_report' and name = placed.value
order by file nulls first, sheet, row_no, rule_id, number
