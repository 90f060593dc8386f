-- one row per question of the self-check that the figures themselves answer
--   *: Bảng tự kiểm: câu hỏi do chính số liệu trả lời
--   position: thứ tự của câu hỏi (số thứ tự)
--   question: câu hỏi
--   answer: Đạt, Cần xem hoặc Không kiểm tra được
--   evidence: số liệu đã xét và những chỗ cần xem
with
reports as (
    select count(*) as expected, count(*) filter (files > 0) as received,
        string_agg(short_name, ', ' order by position) filter (state = 'missing') as absent,
        string_agg(short_name, ', ' order by position) filter (state = 'unread') as unread,
        string_agg(short_name, ', ' order by position) filter (state in ('late', 'undated')) as not_on_time
    from marts.unit_reports
),
files as (
    select count(*) as n, count(*) filter (state = 'refused') as refused, coalesce(sum(rows_read), 0) as rows_read,
        coalesce(sum(rows_accepted), 0) as accepted, coalesce(sum(rows_rejected), 0) as rejected
    from marts.submissions
),
tasks as (
    select count(*) as n, count(*) filter (status <> 'unknown') as known, count(*) filter (leads_reported < leads_expected) as partial,
        string_agg(task_code, ', ' order by position) filter (leads_reported < leads_expected) as partial_codes,
        count(*) filter (own_line and allocated_vnd is not null) as lines,
        count(*) filter (own_line and allocated_vnd > planned_vnd) as above
    from marts.tasks
    join (select task_code, position from ref.tasks) using (task_code)
),
rates as (
    select count(*) as n,
        count(*) filter (coalesce(abs(value - factor * numerator / nullif(denominator, 0)) > 0.0001, true)) as wrong
        from report.self_check_rates
),
bases as (
    select count(*) as n, count(*) filter (verdict = 'same') as same, count(*) filter (verdict = 'whole_year') as whole,
        count(*) filter (verdict = 'missing') as without
    from report.indicator_results where kind = 'count' and value is not null
),
traced as (
    select count(*) as n,
        count(*) filter (id not in (select distinct figure_id from report.sources) and value > 0) as untraced
        from report.figures
),
nothing as (select 'Không kiểm tra được' as answer)

select 1 as position, 'Mọi đơn vị được giao nhiệm vụ đều có báo cáo hoặc có dòng “chưa gửi” không?' as question,
    case when expected = 0 then answer when received < expected then 'Cần xem' else 'Đạt' end as answer,
    'Phụ lục IV liệt kê đủ ' || expected || ' đơn vị; ' || received || ' đơn vị có báo cáo' || coalesce('; chưa có: ' || absent, '')
        || coalesce('; đã gửi, chưa đọc được: ' || unread, '') as evidence from reports, nothing
union all select 2, 'Đơn vị nào gửi muộn?', case when received = 0 then answer when not_on_time is null then 'Đạt' else 'Cần xem' end,
    if(received = 0, 'không có báo cáo nào để xét',
        coalesce('muộn hoặc không rõ ngày nhận: ' || not_on_time,
            'đã xét ' || received || ' đơn vị, không có đơn vị gửi muộn'))
    from reports, nothing
union all select 3, 'Mọi tệp nhận được có đọc được không?', case when n = 0 then answer when refused > 0 then 'Cần xem' else 'Đạt' end,
    n || ' tệp đã nhận, ' || refused || ' tệp bị từ chối' from files, nothing
union all select 4, 'Dòng đã đọc có bằng dòng chấp nhận cộng dòng bị loại không?', case when rows_read = 0 then answer
    when rows_read <> accepted + rejected then 'Cần xem' else 'Đạt' end,
    vi_number(rows_read) || ' = ' || vi_number(accepted) || ' + ' || vi_number(rejected) from files, nothing
union all select 21, 'Mọi nhiệm vụ đều có số liệu của đủ đơn vị chủ trì không?', case when n = 0 then answer
    when partial > 0 or known < n then 'Cần xem' else 'Đạt' end,
    known || '/' || n || ' nhiệm vụ có số liệu' || coalesce('; còn thiếu đơn vị chủ trì ở nhiệm vụ ' || partial_codes, '')
        from tasks, nothing
union all select 22, 'Dự toán giao có vượt kinh phí bố trí trong kế hoạch không?', case when lines = 0 then answer
    when above > 0 then 'Cần xem' else 'Đạt' end,
    if(lines = 0, 'không có nhiệm vụ nào có dòng kinh phí riêng và dự toán giao để xét', 'Phụ lục II: đã xét ' || lines
        || ' nhiệm vụ có dòng kinh phí riêng, ' || above || ' nhiệm vụ vượt')
    from tasks, nothing
union all select 23, 'Mỗi tỷ lệ in trong báo cáo có bằng tử số chia mẫu số không?', case when n = 0 then answer
    when wrong > 0 then 'Cần xem' else 'Đạt' end,
    'đã tính lại ' || n || ' tỷ lệ (số chính, Phụ lục I, II, III), ' || wrong || ' tỷ lệ khác' from rates, nothing
union all select 24, 'Chỉ tiêu nào được so sánh, với kỳ nào?', case when n = 0 then answer when without > 0 then 'Cần xem' else 'Đạt' end,
    if(n = 0, 'không có chỉ tiêu đếm nào có số', 'Phụ lục III: ' || n || ' chỉ tiêu có số; ' || same || ' so với cùng kỳ, '
        || whole || ' so với cả năm gốc, '
        || (n - same - whole - without) || ' khác kỳ hoặc khác phạm vi nên không so, ' || without || ' chưa có số gốc') from bases, nothing
union all select 25, 'Con số nào không truy được về tệp của đơn vị?', case when n = 0 then answer
    when untraced > 0 then 'Cần xem' else 'Đạt' end,
    (n - untraced) || '/' || n || ' con số truy được về tệp (lệnh tdnreport trace); số còn lại lấy từ kế hoạch' from traced, nothing
union all select 26, 'Số trong lời văn có khớp phụ lục không?', answer,
    'bảng này lập trước lời văn; soát tệp Word bằng lệnh tdnreport verify' from nothing
order by position
