-- one row per duty of the plan × unit that holds it: what it reported, or that it reported nothing
--   *: Nhiệm vụ được phân công trong kế hoạch và điều từng đơn vị báo cáo
--   duty_code: mã phân công, ví dụ 5-đ
--   unit_id: mã đơn vị được phân công
--   state: reported là đã báo cáo, not_reported là chưa có báo cáo
--   result_text: kết quả đơn vị ghi; trống là chưa báo cáo
--   evidence_text: minh chứng đơn vị ghi: số văn bản, đường dẫn
with
held as (select unit_id, code as duty_code from marts.obligations where kind = 'duty'),
answers as (
    select
        unit_id, duty_code, result_text, evidence_text, file, sheet, row_no,
        row_number() over (partition by unit_id, duty_code order by file, sheet, row_no) as answer_no
    from marts.accepted_rows
    where table_kind = 'duties' and coalesce(result_text, evidence_text) is not null
)

select
    plan_id, period_id, duty_code, unit_id, if(file is null, 'not_reported', 'reported') as state,
    result_text, evidence_text, file, sheet, row_no
from held
cross join ref.period
left join (select * from answers where answer_no = 1) as first_answers using (unit_id, duty_code)
join (select duty_code, unit_id, position from ref.duties) as positions using (duty_code, unit_id)
order by position, unit_id
