-- view: one row per build that was kept: a report or warehouse of one plan and period, made of certain files on certain definitions
--   *: Các lần tổng hợp đã lưu, kể cả những lần đã được làm lại
--   build_id: mã lần tổng hợp
--   seq: thứ tự ghi vào kho (số thứ tự)
--   plan_id: mã kế hoạch
--   period_id: kỳ báo cáo của kế hoạch
--   area_id: mã tỉnh, thành phố
--   year: năm của kế hoạch (năm)
--   plan_title: tên kế hoạch
--   period_label: tên kỳ
--   is_sample: số liệu minh họa hay số liệu thật
--   marking: dấu chỉ độ mật cao nhất của tệp đầu vào; trống là không có
--   as_of: ngày của số liệu
--   known_on: ngày số liệu được biết đến
--   data_from: ngày đầu kỳ số liệu
--   data_to: ngày cuối kỳ số liệu
--   inputs_hash: mã băm của các tệp đầu vào
--   definitions_hash: mã băm của kế hoạch, danh mục, cách tính và chương trình; từng tệp ở history.definitions
--   version: phiên bản chương trình
--   state: built đã tổng hợp, closed đã chốt, published đã phát hành
--   is_latest: lần mới nhất của kế hoạch và kỳ
with
states as (
    select
        builds.*,
        row_number() over (
            partition by build_id
            order by case state when 'published' then 3 when 'closed' then 2 else 1 end desc, seq desc
        ) as state_place,
        min(seq) over (partition by build_id) as first_seq
    from kept.builds as builds
),
ranked as (
    select
        states.*,
        row_number() over (partition by plan_id, period_id order by known_on desc, first_seq desc, build_id desc) as place
    from states
    where state_place = 1
)

select
    build_id, first_seq as seq, plan_id, period_id, area_id, year, plan_title, period_label, is_sample, marking, as_of, known_on,
    data_from, data_to, inputs_hash, definitions_hash, version, state, place = 1 as is_latest
from ranked
