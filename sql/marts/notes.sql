-- one row per cause, difficulty, proposal or plan for what is to come that a unit has written
--   *: Nguyên nhân, khó khăn, kiến nghị, phương hướng do các đơn vị nêu
--   task_code: mã nhiệm vụ mà đơn vị nói đến; trống là nói chung
--   kind: cause là nguyên nhân, difficulty là khó khăn, vướng mắc, proposal là kiến nghị, đề xuất, next là phương hướng, việc chuyển sang năm sau
--   addressee: kiến nghị với ai; trống là đơn vị không nói
--   addressee_level: central là Trung ương, province là Tỉnh ủy, HĐND, UBND tỉnh, units là các sở, ban, ngành, địa phương
--   text: lời của đơn vị, đã che dữ liệu cá nhân
--   item_no: ý thứ mấy trong ô (số thứ tự)
with items as (
    select
        text, unnest(items) as item, unnest(addressees) as addressee, unnest(levels) as addressee_level,
        generate_subscripts(items, 1) as item_no
    from staging.note_readings
)

select
    plan_id, period_id, unit_id, task_code, kind, addressee, addressee_level, item as text,
    file, sheet, row_no, item_no::integer as item_no
from staging.notes
join items using (text)
cross join ref.period
where unit_id is not null
order by unit_id, task_code nulls last, kind, file, sheet, row_no, item_no
