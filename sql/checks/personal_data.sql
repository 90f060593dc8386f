-- one row per cell of a table, or name of a file or sheet, that holds a phone number, an e-mail address or an identity number
with
personal as (select * from staging.personal_readings where kinds is not null),
cells as (
    select file, sheet, row_no, generate_subscripts(cells, 1) as position, unnest(cells) as text from raw.read_lines
    union all
    select file, sheet, row_no, position, text from raw.csv_cells
),
-- First the few suspicious texts, then where they stand: a million lines without any cost next to nothing.
suspicious as (select * from cells join personal using (text)),
lines as (select file, sheet, row_no, table_no from staging.line_roles where role <> 'header'),
columns as (select file, sheet, table_no, position, min(field) as field from raw.table_columns group by all),
names as (
    select file, null::varchar as sheet, file as text, 'tên tệp' as place from raw.files
    union all
    select file, sheet, sheet, 'tên trang tính' from raw.sheets
)

select
    file, sheet, table_no, row_no, field, text as value,
    format('Có {}{}.', kinds, if(field is null, ' ở cột ' || column_letters(position), '')) as detail
from suspicious
join lines using (file, sheet, row_no)
left join columns using (file, sheet, table_no, position)
union all
select file, sheet, null, null, null, text, format('Có {} trong {}; hãy đổi tên rồi gửi lại.', kinds, place)
from names
join personal using (text)
