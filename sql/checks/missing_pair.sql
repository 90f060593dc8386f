-- one row per blank cell whose other half is filled in: money given and money spent, the number of the period and the total since January
select file, sheet, table_no, row_no, 'allocated' as field, null::varchar as value,
    'Có số giải ngân mà không có dự toán giao: ô để trống, hoặc cột không đọc được.' as detail
from staging.rows
where disbursed_vnd > 0 and used_vnd is null and allocated_problem is null
union all
select file, sheet, table_no, row_no, 'disbursed', null, 'Có dự toán giao mà ô giải ngân để trống; chưa giải ngân thì ghi 0.'
from staging.rows
where used_vnd > 0 and has_disbursed_column and disbursed_text is null
union all
select file, sheet, table_no, row_no, 'cumulative', null, 'Có số trong kỳ mà ô lũy kế để trống; báo cáo tạm lấy số trong kỳ.'
from staging.rows
where value is not null and has_cumulative_column and cumulative_text is null
