-- one row per file that may count: not refused, and not received after the day the figures stand for; recency 1 is the unit's latest
--   *: Tệp đọc được, nhận không sau ngày của số liệu
--   for_unit_id: đơn vị đã kết thúc mà số liệu trong tệp là của; trống là của chính đơn vị gửi
--   owner: đơn vị có số liệu trong tệp; không rõ đơn vị thì chính tệp ấy
--   recency: thứ tự mới: 1 là tệp nhận sau cùng của đơn vị (số thứ tự)
with refused as (
    select distinct findings.file
    from raw.findings
    join ref.rules using (rule_id)
    where rules.severity = 'file'
)

select
    file, unit_id, for_unit_id, is_supplement, includes_predecessor, coalesce(for_unit_id, unit_id, file) as owner,
    row_number() over (
        partition by coalesce(unit_id, file)
        order by received_on desc nulls last, register_position desc nulls last, length(file) desc, file desc
    ) as recency
from raw.files
cross join ref.run
anti join refused using (file)
where received_on is null or run.as_of is null or received_on <= run.as_of
