-- one row per file of which nobody wrote down the day it came; it counts as received and not as on time
select file, null::varchar as sheet, null::integer as row_no, 'received_on' as field, null::varchar as value, null::varchar as detail
from staging.submissions
where received_on is null and state <> 'refused'
