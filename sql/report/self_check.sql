-- one row per question that a reader of the report asks before it is signed, answered from the data
--   *: Bảng tự kiểm trước khi trình ký: câu hỏi, trả lời và căn cứ
--   position: thứ tự của câu hỏi (số thứ tự)
--   question: câu hỏi
--   answer: Đạt, Cần xem hoặc Không áp dụng
--   evidence: số liệu đã xét và những chỗ cần xem
with
-- What a rule found, and how many rows it could look at; nothing to look at means that the question does not apply.
asked (position, question, rules, looked_at, counted) as (
    values
    (5, 'Số lũy kế có nhỏ hơn số trong kỳ không?', ['cumulative_lt_period'], 'indicators', 'chỉ tiêu'),
    (6, 'Số lũy kế có giảm so với báo cáo kỳ trước không?', ['cumulative_decreased', 'progress_decreased'], 'previous', 'báo cáo kỳ trước'),
    (7, 'Dòng cộng của đơn vị có bằng tổng các dòng không?', ['total_mismatch'], 'rows', 'dòng'),
    (8, 'Giải ngân có vượt dự toán giao không?', ['spent_gt_allocated'], 'budget', 'dòng kinh phí'),
    (9, 'Số tiền có lệch đơn vị tính, có ô không phải số tiền không?', ['amount_scale_suspect', 'amount_not_a_number', 'negative_amount'], 'budget', 'dòng kinh phí'),
    (10, 'Tỷ lệ hoàn thành có ngoài khoảng 0 đến 100% không?', ['pct_out_of_range', 'pct_not_a_number'], 'progress', 'dòng tiến độ'),
    (11, 'Tình trạng và tỷ lệ hoàn thành có mâu thuẫn không?', ['status_pct_mismatch'], 'progress', 'dòng tiến độ'),
    (12, 'Nhiệm vụ hoàn thành có minh chứng không?', ['done_without_evidence'], 'progress', 'dòng tiến độ'),
    (13, 'Ngày hoàn thành có nằm trong năm kế hoạch không?', ['date_outside_year', 'date_not_a_date'], 'progress', 'dòng tiến độ'),
    (14, 'Số người có nhỏ hơn số đoàn, số lớp không?', ['people_lt_groups'], 'indicators', 'chỉ tiêu'),
    (15, 'Một kết quả có bị hai đơn vị cùng báo cáo không?', ['same_result_two_units'], 'progress', 'dòng tiến độ'),
    (16, 'Có dòng nào gửi trùng không?', ['duplicate_row'], 'rows', 'dòng'),
    (17, 'Có đơn vị chép lại kế hoạch hoặc số năm trước làm kết quả không?', ['result_repeats_plan', 'last_year_copy'], 'rows', 'dòng')
),
seen as (
    select 'progress' as looked_at, count(*) as n from marts.progress
    union all select 'budget', count(*) from marts.budget
    union all select 'indicators', count(*) from marts.indicators
    union all select 'rows', coalesce(sum(rows_read), 0) from marts.submissions
    union all select 'previous', count(*) from raw.previous_report
),
hits as (
    select position, count(*) as n, count(*) filter (severity <> 'warning') as left_out,
        string_agg(distinct coalesce(short_name, '(chưa rõ đơn vị)'), ', ' order by coalesce(short_name, '(chưa rõ đơn vị)')) as who
    from (select position, unnest(rules) as rule_id from asked)
    join marts.findings using (rule_id)
    left join (select unit_id, short_name from ref.units) as units using (unit_id)
    group by position
),
by_rules as (
    select position, question,
        case when hits.n > 0 then 'Cần xem' when seen.n = 0 then 'Không áp dụng' else 'Đạt' end as answer,
        case when hits.n = left_out then vi_number(hits.n) || ' chỗ, đã để ngoài số liệu (' || who || '); Phụ lục V'
            when left_out = 0 then vi_number(hits.n) || ' chỗ, vẫn tính, cần hỏi lại đơn vị (' || who || '); phiếu phản hồi'
            when hits.n > 0 then vi_number(hits.n) || ' chỗ, trong đó ' || left_out || ' chỗ đã để ngoài số liệu (' || who || '); Phụ lục V và phiếu phản hồi'
            when seen.n = 0 then 'không có ' || counted || ' để xét'
            else 'đã xét ' || vi_number(seen.n) || ' ' || counted || ', không có trường hợp nào' end as evidence
    from asked
    join seen using (looked_at)
    left join hits using (position)
),
reports as (
    select count(*) as expected, count(*) filter (files > 0) as received,
        string_agg(short_name, ', ' order by position) filter (files = 0) as absent,
        string_agg(short_name, ', ' order by position) filter (state in ('late', 'undated')) as not_on_time
    from marts.unit_reports
),
files as (
    select count(*) as n, count(*) filter (state = 'refused') as refused, coalesce(sum(rows_read), 0) as rows_read,
        coalesce(sum(rows_accepted), 0) as accepted, coalesce(sum(rows_rejected), 0) as rejected
    from marts.submissions
),
tasks as (
    select count(*) as n, count(status) as with_status, count(*) filter (leads_reported < leads_expected) as partial,
        string_agg(task_code, ', ' order by position) filter (leads_reported < leads_expected) as partial_codes,
        count(*) filter (own_line) as lines, coalesce(sum(planned_vnd) filter (own_line), 0) as planned,
        count(*) filter (own_line and allocated_vnd > planned_vnd) as above
    from marts.tasks
    join (select task_code, position from ref.tasks) using (task_code)
),
rates as (
    select count(*) as n, count(*) filter (value is null) as empty, count(*) filter (value is not null and denominator is null) as bare
    from report.figures where unit = 'pct'
),
bases as (
    select count(*) as n, count(*) filter (previous_value is null or previous_value = 0) as without
    from report.indicator_results where kind = 'count' and value is not null
),
traced as (
    select count(*) as n, count(*) filter (id not in (select distinct figure_id from report.sources) and value > 0) as untraced from report.figures
),
by_data as (
    select 1 as position, 'Mọi đơn vị được giao nhiệm vụ đều có báo cáo hoặc có dòng “chưa gửi” không?' as question,
        case when expected = 0 then 'Không áp dụng' when received < expected then 'Cần xem' else 'Đạt' end as answer,
        'Phụ lục IV liệt kê đủ ' || expected || ' đơn vị; ' || received || ' đơn vị có báo cáo' || coalesce('; chưa có: ' || absent, '') as evidence from reports
    union all select 2, 'Đơn vị nào gửi muộn?',
        case when received = 0 then 'Không áp dụng' when not_on_time is null then 'Đạt' else 'Cần xem' end,
        coalesce('muộn hoặc không rõ ngày nhận: ' || not_on_time, 'không có đơn vị gửi muộn') from reports
    union all select 3, 'Mọi tệp nhận được có đọc được không?', case when n = 0 then 'Không áp dụng' when refused > 0 then 'Cần xem' else 'Đạt' end,
        n || ' tệp đã nhận, ' || refused || ' tệp bị từ chối' from files
    union all select 4, 'Dòng đã đọc có bằng dòng chấp nhận cộng dòng bị loại không?',
        case when rows_read = 0 then 'Không áp dụng' when rows_read <> accepted + rejected then 'Cần xem' else 'Đạt' end,
        vi_number(rows_read) || ' = ' || vi_number(accepted) || ' + ' || vi_number(rejected) from files
    union all select 18, 'Mọi nhiệm vụ đều có số liệu của đủ đơn vị chủ trì không?', case when n = 0 then 'Không áp dụng' when partial > 0 or with_status < n then 'Cần xem' else 'Đạt' end,
        with_status || '/' || n || ' nhiệm vụ có tình trạng' || coalesce('; còn thiếu đơn vị chủ trì ở nhiệm vụ ' || partial_codes, '') from tasks
    union all select 19, 'Dự toán giao có vượt kinh phí bố trí trong kế hoạch không?', case when lines = 0 then 'Không áp dụng' when above > 0 then 'Cần xem' else 'Đạt' end,
        if(lines = 0, 'kế hoạch không bố trí dự toán riêng', 'Phụ lục II: ' || lines || ' nhiệm vụ có dòng kinh phí riêng, ' || above || ' nhiệm vụ vượt') from tasks
    union all select 20, 'Mỗi tỷ lệ có tử số, mẫu số và không chia cho 0 không?', case when bare > 0 or empty > 0 then 'Cần xem' else 'Đạt' end,
        n || ' tỷ lệ, ' || (n - empty - bare) || ' có đủ tử số và mẫu số' || if(empty > 0, '; ' || empty || ' tỷ lệ không tính vì không có mẫu số', '') from rates
    union all select 21, 'So với năm trước có gốc so sánh bằng 0 hoặc trống không?', case when n = 0 then 'Không áp dụng' when without > 0 then 'Cần xem' else 'Đạt' end,
        'Phụ lục III: ' || without || '/' || n || ' chỉ tiêu không có số năm trước, không tính tăng giảm' from bases
    union all select 22, 'Con số nào không truy được về tệp của đơn vị?', if(untraced > 0, 'Cần xem', 'Đạt'),
        (n - untraced) || '/' || n || ' con số truy được về tệp (lệnh tdnreport trace); số còn lại lấy từ kế hoạch' from traced
    union all select 23, 'Số trong lời văn có khớp phụ lục không?', 'Đạt',
        'lời văn và phụ lục lấy từ cùng số liệu; sau khi sửa tay, soát bằng lệnh tdnreport verify'
)

select position, question, answer, evidence from by_rules
union all
select position, question, answer, evidence from by_data
order by position
