-- one row per unit that owes a report, as the report to be issued prints it
--   *: Phụ lục đơn vị: đơn vị phải báo cáo, ngày nhận, tình hình gửi
--   state_label: tình hình gửi bằng chữ
select position, name, received_on, state_label
from report.unit_reports
order by position
