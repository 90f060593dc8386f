-- one row per first report of an expected unit that came after its due day
with first_files as (
    select *, row_number() over (partition by unit_id order by received_on nulls last, file) as file_no
    from staging.submissions
    where state <> 'refused' and unit_id is not null
)

select
    file, null::varchar as sheet, null::integer as row_no, 'received_on' as field, strftime(received_on, '%d/%m/%Y') as value,
    format('Muộn {} ngày so với hạn {}.', received_on - due_lenient_on, strftime(due_lenient_on, '%d/%m/%Y')) as detail
from first_files
cross join ref.period
where file_no = 1 and received_on > due_lenient_on
