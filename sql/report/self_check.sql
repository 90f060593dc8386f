-- one row per question that a reader of the report asks before it is signed, answered from the data
--   *: Bảng tự kiểm trước khi trình ký: câu hỏi, trả lời và căn cứ
--   position: thứ tự của câu hỏi (số thứ tự)
--   question: câu hỏi
--   answer: Đạt, Cần xem, hoặc Không kiểm tra được khi không có gì để xét
--   evidence: số liệu đã xét và những chỗ cần xem
select position, question, answer, evidence from report.self_check_rules
union all
select position, question, answer, evidence from report.self_check_data
order by position
