-- one row per result that holds a phone number, an e-mail address or an identity number; the value itself is not repeated
with texts as (
    select file, sheet, row_no, 'result' as field, result_text as text from staging.rows
    union all
    select file, sheet, row_no, 'evidence', evidence_text from staging.rows
)

select file, sheet, row_no, field, null::varchar as value, null::varchar as detail
from texts
where regexp_matches(text, '(^|[^0-9.,])0[35789][0-9][ .]?[0-9]{3}[ .]?[0-9]{4}([^0-9]|$)')
    or regexp_matches(text, '(^|[^0-9.,])0[35789][0-9]{2}[ .]?[0-9]{3}[ .]?[0-9]{3}([^0-9]|$)')
    or regexp_matches(text, '[A-Za-z0-9._-]+@[A-Za-z0-9-]+[.][A-Za-z]{2,}')
    or regexp_matches(text, '(^|[^0-9])0[0-9]{11}([^0-9]|$)')
