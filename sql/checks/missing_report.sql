-- one row per unit that owes a report and has sent nothing at all; one that sent what could not be read is not silent
select
    null::varchar as file, null::varchar as sheet, null::integer as row_no, 'unit' as field, name as value,
    format('Hạn gửi {}.', strftime(due_lenient_on, '%d/%m/%Y')) as detail
from ref.expected_units
cross join ref.period
anti join (select unit_id from staging.submissions where state <> 'later') as sent using (unit_id)
anti join (select unit_id from raw.other_files) as others using (unit_id)
