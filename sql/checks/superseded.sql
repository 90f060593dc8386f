-- one row per file that a later one of the same unit has replaced
select file, null::varchar as sheet, null::integer as row_no, null::varchar as field, null::varchar as value, null::varchar as detail
from staging.submissions
where state = 'superseded'
