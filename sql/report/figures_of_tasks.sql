-- one row per headline figure about tasks; tasks without any data are counted apart and named beside every rate
--   *: Con số chính về nhiệm vụ
--   id: mã con số, cũng là mã trong so-lieu.json
--   label: tên con số
--   value: giá trị; trống khi không có mẫu số hoặc chưa có số liệu (đơn vị ghi ở cột unit)
--   unit: đơn vị của giá trị: count là số đếm, vnd là đồng, pct là %
--   numerator: tử số của tỷ lệ (đơn vị của tử số)
--   denominator: mẫu số của tỷ lệ (đơn vị của mẫu số)
--   note: ghi chú về cách tính
--   position: thứ tự trong báo cáo (số thứ tự)
with
tasks as (
    select
        count(*) as total,
        count(*) filter (status = 'done') as complete,
        count(*) filter (status = 'doing') as in_progress,
        count(*) filter (status = 'todo') as not_started,
        count(*) filter (status = 'stopped') as stopped,
        count(*) filter (status = 'unknown') as unknown,
        total - stopped as not_stopped,
        count(completion_pct) as known,
        sum(exact(completion_pct))::double as sum_progress,
        sum(leads_reported)::bigint as leads_reported, sum(leads_expected)::bigint as leads_expected
    from marts.tasks
),
worded as (
    select
        *, stopped + unknown = total as is_unknown,
        if(unknown > 0, format('; {} nhiệm vụ chưa có số liệu', unknown), '') as apart,
        if(leads_reported < leads_expected,
            format('; số liệu của {}/{} lượt đơn vị chủ trì', leads_reported, leads_expected), '') as coverage
    from tasks
),
figures as (
    select 1 as position, 'tasks_total' as id, 'Số nhiệm vụ của kế hoạch' as label, total::double as value, 'count' as unit,
        null::double as numerator, null::double as denominator, 'không tính mục tiêu đề' as note from worded
    union all select 2, 'tasks_complete', 'Nhiệm vụ hoàn thành', complete, 'count', null, null, null from worded
    union all select 3, 'tasks_in_progress', 'Nhiệm vụ đang thực hiện', in_progress, 'count', null, null, null from worded
    union all select 4, 'tasks_not_started', 'Nhiệm vụ chưa thực hiện', not_started, 'count', null, null,
        'mọi đơn vị chủ trì đã báo cáo đều chưa bắt đầu' from worded
    union all select 5, 'tasks_unknown', 'Nhiệm vụ chưa có số liệu', unknown, 'count', null, null,
        'chưa đơn vị chủ trì nào có số liệu được chấp nhận' from worded
    union all select 6, 'tasks_stopped', 'Nhiệm vụ dừng thực hiện', stopped, 'count', null, null,
        'không tính vào tỷ lệ hoàn thành' from worded
    union all select 7, 'completion_rate_pct', 'Tỷ lệ nhiệm vụ hoàn thành', if(is_unknown, null, rate_pct(complete, not_stopped)), 'pct',
        if(is_unknown, null, complete), if(is_unknown, null, not_stopped),
        case when not_stopped = 0 then 'không có nhiệm vụ nào để tính tỷ lệ' when is_unknown then 'chưa có số liệu của nhiệm vụ nào'
            else 'trên số nhiệm vụ không dừng' || apart end from worded
    union all select 8, 'mean_progress_pct', 'Tiến độ bình quân các nhiệm vụ có số liệu',
        round(sum_progress / nullif(known, 0), 4), 'pct', sum_progress, nullif(known, 0),
        if(known = 0, 'chưa có số liệu của nhiệm vụ nào',
            'mỗi nhiệm vụ lấy bình quân các đơn vị chủ trì đã báo cáo' || coverage || apart) from worded
)

select id, label, value, unit, numerator, denominator, note, position
from figures
order by position
