-- one row per duty × unit that reported on it, as the annex prints it, in the order of the plan
--   *: Phụ lục: nhiệm vụ được phân công theo Kế hoạch và kết quả đơn vị báo cáo
select
    duties.duty_code, units.short_name, summary, coalesce(result_text, '') as result_text, coalesce(evidence_text, '') as evidence_text
from marts.duties
join (select duty_code, unit_id, summary, position from ref.duties) as held using (duty_code, unit_id)
join ref.units using (unit_id)
where state = 'reported'
order by held.position, units.short_name
