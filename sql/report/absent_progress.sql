-- one row per unit × task without which progress is counted, with the reason; and per task that its lead has not done
--   *: Vì sao tiến độ của một đơn vị không có trong con số, và nhiệm vụ nào đơn vị chủ trì chưa hoàn thành
--   unit_id: mã đơn vị
--   task_code: nhiệm vụ; trống khi nói về cả đơn vị
--   has_reported: đơn vị đã báo cáo nhiệm vụ mà chưa hoàn thành
--   reason: vì sao
with
leads as (
    select task_leads.*, tasks.status = 'done' as is_done from marts.task_leads join marts.tasks using (task_code)
),
without_row as (
    select unit_id, task_code, coalesce(silence, reason, 'Không có dòng nào về nhiệm vụ chủ trì, hoặc để trống') as reason
    from leads
    left join report.silence using (unit_id)
    left join report.rejected_tasks using (unit_id, task_code)
    where not has_reported
),
not_leading as (
    select unit_id, null as task_code, 'Không chủ trì nhiệm vụ nào; số liệu phối hợp được nêu mà không tính vào tỷ lệ' as reason
    from report.silence
    anti join leads using (unit_id)
),
not_done as (
    select
        unit_id, task_code,
        if(status = 'done', 'Đơn vị đã hoàn thành, đơn vị chủ trì khác thì chưa', format('Đơn vị ghi “{}”', status_label(status))) as reason
    from leads
    where has_reported and not is_done
)

select unit_id, task_code, false as has_reported, reason from without_row
union all
select unit_id, task_code, false, reason from not_leading
union all
select unit_id, task_code, true, reason from not_done
order by unit_id, task_code, reason
