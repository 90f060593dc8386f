-- one row per line of which nobody knows whose it is; where no column says it, the title block's own words are the value
select
    file, sheet, table_no, row_no, 'unit' as field, coalesce(rows.unit_text, files.unit_text) as value,
    if(rows.unit_text is null, 'Không rõ tệp của đơn vị nào.', format('Gần nhất: “{}”.', nearest_unit)) as detail
from staging.rows
join raw.files using (file)
where rows.unit_id is null
