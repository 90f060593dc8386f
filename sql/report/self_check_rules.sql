-- one row per question of the self-check that rules answer: what they found, and among how many
--   *: Bảng tự kiểm: câu hỏi do quy tắc kiểm tra trả lời
--   position: thứ tự của câu hỏi (số thứ tự)
--   question: câu hỏi
--   answer: Đạt, Cần xem hoặc Không kiểm tra được
--   evidence: số liệu đã xét và những chỗ cần xem
with
asked (position, question, rules, looked_at) as (
    values
    (5, 'Số lũy kế có nhỏ hơn số trong kỳ không?', ['cumulative_lt_period'], 'period and total'),
    (6, 'Số lũy kế có giảm so với báo cáo kỳ trước không?', ['cumulative_decreased', 'progress_decreased'], 'earlier'),
    (7, 'Dòng cộng của đơn vị có bằng tổng các dòng không?', ['total_mismatch'], 'totals'),
    (8, 'Giải ngân có vượt kinh phí được sử dụng không?', ['spent_gt_allocated'], 'spending'),
    (9, 'Số tiền có lệch đơn vị tính, có ô không phải số tiền không?',
        ['amount_scale_suspect', 'amount_not_a_number', 'negative_amount'], 'amounts'),
    (10, 'Tỷ lệ hoàn thành có ngoài khoảng 0 đến 100% không?', ['pct_out_of_range', 'pct_not_a_number'], 'percents'),
    (11, 'Tình trạng và tỷ lệ hoàn thành có mâu thuẫn không?', ['status_pct_mismatch'], 'states'),
    (12, 'Nhiệm vụ hoàn thành có minh chứng không?', ['done_without_evidence'], 'done'),
    (13, 'Ngày hoàn thành có nằm trong năm kế hoạch và kỳ lấy số liệu không?',
        ['date_outside_year', 'date_outside_window', 'date_not_a_date'], 'days'),
    (14, 'Số người có nhỏ hơn số đoàn, số lớp không?', ['people_lt_groups'], 'people'),
    (15, 'Một kết quả có bị hai đơn vị cùng báo cáo không?', ['same_result_two_units'], 'results'),
    (16, 'Có dòng nào gửi trùng không?', ['duplicate_row'], 'rows'),
    (17, 'Có đơn vị chép lại chữ của kế hoạch làm kết quả không?', ['result_repeats_plan'], 'results'),
    (18, 'Có đơn vị chép lại báo cáo trước làm báo cáo này không?', ['last_year_copy'], 'earlier'),
    (19, 'Mỗi chỉ số xếp hạng có một đơn vị theo dõi và một giá trị không?', ['index_disagrees'], 'indices'),
    (20, 'Bản gửi lại có thiếu số liệu so với bản trước không?', ['resubmission_smaller'], 'resent')
),
hits as (
    select position, count(*) as n, count(*) filter (severity <> 'warning') as left_out,
        string_agg(distinct coalesce(short_name, '(chưa rõ đơn vị)'), ', ' order by coalesce(short_name, '(chưa rõ đơn vị)')) as who
    from (select position, unnest(rules) as rule_id from asked)
    join (select rule_id, severity, unit_id from marts.placed_findings) using (rule_id)
    left join (select unit_id, short_name from ref.units) as units using (unit_id)
    group by position
)

select
    position, question,
    case when hits.n > 0 then 'Cần xem' when seen.n = 0 then 'Không kiểm tra được' else 'Đạt' end as answer,
    case when hits.n = left_out then vi_number(hits.n) || ' chỗ, đã để ngoài số liệu (' || who || '); Phụ lục V'
        when left_out = 0 then vi_number(hits.n) || ' chỗ, vẫn tính, cần hỏi lại đơn vị (' || who || '); phiếu phản hồi'
        when hits.n > 0 then vi_number(hits.n) || ' chỗ, trong đó ' || left_out || ' chỗ đã để ngoài số liệu (' || who
            || '); Phụ lục V và phiếu phản hồi'
        when seen.n = 0 then 'không có ' || counted || ' để xét'
        else 'đã xét ' || vi_number(seen.n) || ' ' || counted || ', không có trường hợp nào' end as evidence
from asked
join report.self_check_seen as seen using (looked_at)
left join hits using (position)
order by position
