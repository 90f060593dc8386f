-- one row per thing that units have written for parts III, IV and V of the report, in the order of print; the same words once
--   *: Lời của các đơn vị cho phần III, IV, V
--   number: thứ tự trong phụ lục (số thứ tự)
--   kind_label: loại ý kiến bằng chữ
--   kind: cause là nguyên nhân, difficulty là khó khăn, vướng mắc, proposal là kiến nghị, đề xuất, next là phương hướng
--   units: đơn vị nào nêu, ghép lại
--   tasks: về nhiệm vụ nào; trống là nói chung
select
    row_number() over (order by kind, addressee nulls last, min(position) nulls last, min(short_name), text) as number,
    case kind when 'cause' then 'Nguyên nhân' when 'difficulty' then 'Khó khăn, vướng mắc' when 'proposal' then 'Kiến nghị, đề xuất'
        else 'Phương hướng' end as kind_label,
    kind, addressee, addressee_level, text,
    string_agg(distinct short_name, ', ' order by short_name) as units,
    string_agg(distinct task_code, ', ' order by task_code) as tasks
from marts.notes
join (select unit_id, short_name from ref.units) as units using (unit_id)
left join (select task_code, position from ref.tasks) as tasks using (task_code)
group by kind, addressee, addressee_level, text
order by number
