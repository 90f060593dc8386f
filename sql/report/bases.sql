-- one row per document and window of earlier figures that the report was held against
--   *: Các công bố trước mà báo cáo dùng làm gốc so sánh
--   base_id: mã của gốc: văn bản, địa bàn, kỳ
--   document: văn bản công bố, hoặc nguồn của số
--   area_id: mã địa bàn của số
--   data_from: số tính từ ngày
--   data_to: số tính đến ngày
--   known_on: ngày ký văn bản công bố
--   figures: số con số lấy từ đó (lượt)
--   digest: dấu của các giá trị đã dùng; khác đi là gốc đã khác
select
    concat_ws('|', coalesce(known.document, known.source), known.area_id, known.data_from, known.data_to) as base_id,
    coalesce(known.document, known.source) as document, known.area_id, known.data_from, known.data_to, max(known.known_on) as known_on,
    count(*) as figures, bit_xor(md5_number_lower(concat_ws('|', known.figure_id, known.vintage_no, known.value)))::varchar as digest
from staging.known_figures as known
join staging.figure_bases as base
    on base.figure_id = known.figure_id and base.base_from = known.data_from and base.base_to = known.data_to
group by 1, 2, 3, 4, 5
order by 1
