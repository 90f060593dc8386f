-- one row per blank cell that a figure needs; a blank is asked about, never taken for zero
select file, sheet, table_no, row_no, 'status' as field, null::varchar as value, 'Cột tình trạng để trống.' as detail
from staging.rows
where table_kind = 'progress' and has_status_column and status_text is null
union all
select file, sheet, table_no, row_no, 'pct', null,
    case when status = 'doing'
        then 'Cột tỷ lệ để trống; nhiệm vụ thường xuyên hoặc chuyển tiếp cũng ghi tỷ lệ khối lượng đã làm đến ngày báo cáo.'
        else 'Cột tỷ lệ để trống.' end
from staging.rows
where table_kind = 'progress' and has_pct_column and pct_text is null
union all
select file, sheet, table_no, row_no, 'status', null, 'Bảng không có cột tỷ lệ; nhiệm vụ đang thực hiện cần ghi tỷ lệ.'
from staging.rows
where table_kind = 'progress' and not has_pct_column and status = 'doing' and completion_pct is null
union all
select file, sheet, table_no, row_no, 'status', null, 'Bảng không có cột tình trạng và cột tỷ lệ.'
from staging.rows
where table_kind = 'progress' and not has_status_column and not has_pct_column
union all
select file, sheet, table_no, row_no, 'value', null, 'Không có số trong kỳ và số lũy kế; không phát sinh thì ghi 0.'
from staging.rows
where table_kind = 'indicators' and value_text is null and cumulative_text is null
