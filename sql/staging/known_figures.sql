-- one row per figure, area and window that was published before this report's day: its latest vintage known on that day
--   *: Số đã công bố mà báo cáo được biết: lần công bố cuối đến ngày số liệu; số minh họa chỉ dùng cho báo cáo minh họa
--   first_value: số công bố lần đầu (đơn vị tính của chỉ tiêu)
--   first_document: văn bản công bố lần đầu
with
report_day as (
    select coalesce(any_value(run.as_of), max(files.received_on)) as as_of, coalesce(bool_or(files.is_sample), false) as is_sample
    from ref.run left join raw.files on true
)

select
    published.* exclude (reporters, known_on), known_on, reporters,
    first_value(value) over by_vintage as first_value, first_value(coalesce(document, source)) over by_vintage as first_document
from ref.published
cross join report_day
cross join ref.period
where published.data_to < period.data_from
    and (known_on is null or as_of is null or known_on <= as_of) and (is_sample or not is_invented)
window by_vintage as (
    partition by published.figure_id, published.area_id, definition_no, published.data_from, published.data_to
    order by vintage_no, is_invented desc, source
)
qualify lead(vintage_no) over by_vintage is null
order by published.figure_id, published.area_id, definition_no, published.data_from, published.data_to
