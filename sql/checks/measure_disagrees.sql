-- one row per unit of measure that is not the indicator's own
select file, sheet, table_no, row_no, 'measure' as field, measure_text as value,
    format('Chỉ tiêu này tính bằng “{}”.', unit_of_measure) as detail
from staging.rows
join ref.indicators using (indicator_code)
where measure_text is not null and kind = 'count'
    and jaccard(lower(strip_accents(measure_text)), lower(strip_accents(unit_of_measure))) < 0.6
