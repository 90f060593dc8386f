-- one row per file received after the day the figures stand for; nothing of it is in any figure
select
    file, null::varchar as sheet, null::integer as row_no, 'received_on' as field, strftime(received_on, '%d/%m/%Y') as value,
    format('Số liệu tính đến ngày {}.', strftime(as_of, '%d/%m/%Y')) as detail
from staging.submissions
cross join ref.run
where state = 'later'
