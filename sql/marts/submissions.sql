-- one row per file received: its state and how many of its lines were read, accepted and rejected
--   *: Từng tệp đã nhận: của ai, nhận khi nào, được dùng hay không
--   unit_id: mã đơn vị gửi tệp
--   sha256: mã băm SHA-256 của tệp
--   received_on: ngày nhận; trống là không rõ
--   is_latest: là tệp được dùng: có ít nhất một bảng mà đơn vị chưa gửi bản sau
--   on_time: nhận không muộn hơn thời hạn, đọc theo nghĩa rộng
--   state: accepted là được dùng, superseded là mọi bảng đã có tệp khác thay, refused là bị từ chối, later là nhận sau ngày của số liệu
--   rows_read: dòng số liệu đã đọc; tệp bị thay hoặc bị từ chối có 0 dòng (dòng)
--   rows_accepted: dòng được chấp nhận (dòng)
--   rows_rejected: dòng bị loại khỏi mọi con số (dòng)
--   period_id: mã kỳ báo cáo của tệp; tệp không ghi kỳ tính là kỳ đang xét
--   not_read: trang, bảng, cột, dòng không đọc của tệp và lý do; trống là đọc hết
with
unread as (
    select file, string_agg(concat_ws(': ', nullif(name, ''), reason), ' ' order by sheet, what, name, reason) as not_read
    from raw.unread
    where file is not null
    group by file
),

read as (select file, count(*) as rows_read from staging.rows group by file),
accepted as (select file, count(*) as rows_accepted from marts.accepted_rows group by file)

select
    file, sha256, unit_id, period_id, received_on, is_latest, on_time, state,
    coalesce(rows_read, 0) as rows_read,
    coalesce(rows_accepted, 0) as rows_accepted,
    coalesce(rows_read, 0) - coalesce(rows_accepted, 0) as rows_rejected,
    not_read
from staging.submissions
left join read using (file)
left join accepted using (file)
left join unread using (file)
order by file
