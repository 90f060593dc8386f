-- one row per correction that was not made, for the cell does not hold what it was made for
select
    file, sheet, table_no, row_no, field, value_found as value,
    format('Bản ghi sửa số {} cần ô có “{}” để thay bằng “{}”.', correction_no, coalesce(value_sent, 'trống'), value_used) as detail
from staging.corrections
where not is_applied
