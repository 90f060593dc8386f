-- view: one row per file received, of the latest build of each plan and period
--   *: Từng tệp đã nhận: của ai, nhận khi nào, được dùng hay không; của lần tổng hợp mới nhất, mọi kế hoạch và kỳ
--   year: năm của kế hoạch (năm)
--   as_of: ngày của số liệu
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   build_id: mã lần tổng hợp, như history.builds
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   file: tên tệp, tính từ thư mục nhận báo cáo
--   sha256: mã băm SHA-256 của tệp
--   unit_id: mã đơn vị gửi tệp
--   received_on: ngày nhận; trống là không rõ
--   is_latest: là tệp được dùng: có ít nhất một bảng mà đơn vị chưa gửi bản sau
--   on_time: nhận không muộn hơn thời hạn, đọc theo nghĩa rộng
--   state: accepted là được dùng, superseded là mọi bảng đã có tệp khác thay, refused là bị từ chối, later là nhận sau ngày của số liệu
--   rows_read: dòng số liệu đã đọc; tệp bị thay hoặc bị từ chối có 0 dòng (dòng)
--   rows_accepted: dòng được chấp nhận (dòng)
--   rows_rejected: dòng bị loại khỏi mọi con số (dòng)
select
    builds.year, builds.as_of, builds.data_from, builds.data_to, facts.*
from kept.submissions as facts
inner join history.builds as builds on facts.build_id = builds.build_id
where builds.is_latest
