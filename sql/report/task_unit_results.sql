-- one row per task that units reported on, then one per unit: what it wrote, whole, leads first
--   *: Phụ lục nhiệm vụ: kết quả từng đơn vị báo cáo, nguyên văn
--   number: mã nhiệm vụ ở dòng nhiệm vụ, số thứ tự của đơn vị ở dòng đơn vị
--   name: tên nhiệm vụ, hoặc tên gọi tắt của đơn vị
--   role_label: vai trò của đơn vị bằng chữ
--   result_text: kết quả đơn vị ghi; không có thì minh chứng
--   evidence_text: minh chứng đơn vị ghi ở cột riêng
--   status_label: trạng thái bằng chữ
--   unit_no: thứ tự đơn vị trong nhiệm vụ; 0 ở dòng nhiệm vụ (số thứ tự)
--   role: vai trò của đơn vị: lead là chủ trì, coordinate là phối hợp
--   completion_pct: tỷ lệ hoàn thành đơn vị báo cáo; trống ở dòng nhiệm vụ (%)
--   emphasis: group là dòng nhiệm vụ
with
evidence as (
    select file, coalesce(sheet, '') as sheet, row_no, any_value(evidence_text) as evidence_text
    from marts.accepted_rows
    where table_kind = 'progress'
    group by all
),
reported as (
    select
        task_code, role, short_name, status, completion_pct, result_text,
        if(evidence_text = result_text, '', coalesce(evidence_text, '')) as evidence_text,
        row_number() over (partition by task_code order by role desc, expected.position nulls last, short_name) as unit_no
    from marts.progress
    join ref.units using (unit_id)
    left join (select unit_id, position from ref.expected_units) as expected using (unit_id)
    left join evidence on evidence.file = progress.file
        and evidence.sheet = coalesce(progress.sheet, '') and evidence.row_no = progress.row_no
),
lines as (
    select
        task_code, unit_no, unit_no::varchar as number, short_name as name, role,
        if(role = 'lead', 'Chủ trì', 'Phối hợp') as role_label, coalesce(result_text, '') as result_text, evidence_text,
        status_label(status) as status_label, completion_pct, '' as emphasis
    from reported
    union all by name
    select
        task_code, 0 as unit_no, task_code as number, title as name, '' as role, '' as role_label, '' as result_text, '' as evidence_text,
        '' as status_label, null::double as completion_pct, 'group' as emphasis
    from ref.tasks
    semi join reported using (task_code)
)

select lines.*
from lines
join (select task_code, position from ref.tasks) as plan using (task_code)
order by position, unit_no
