-- one row per document that a unit names in what it reported, the earliest first, with the words around it
--   *: Phụ lục văn bản: số, ký hiệu văn bản do các đơn vị nêu trong kết quả và minh chứng
--   number: thứ tự trong phụ lục (số thứ tự)
--   document: tên loại, số và ký hiệu như đơn vị ghi
--   dated: ngày của văn bản; trống khi đơn vị không ghi
--   result_text: nội dung mà đơn vị báo cáo kèm văn bản
with
texts as (
    select unit_id, task_code, concat_ws('; ', result_text, nullif(evidence_text, result_text)) as text, result_text
    from marts.accepted_rows
    where table_kind = 'progress' and coalesce(result_text, evidence_text) is not null
),
found as (
    select *,
        unnest(regexp_extract_all(text,
            '\p{Lu}\p{Ll}+(?: \p{Ll}+)? số \d+(?:/\d{4})?[/-][\p{Lu}Đ][\p{L}\d&]*(?:[-/][\p{L}\d&]+)*'
            || '(?: ngày \d{1,2}/\d{1,2}/\d{4})?')) as named
    from texts
),
read as (
    select
        *, trim(regexp_replace(named, ' ngày .*$', '')) as document,
        try_strptime(regexp_extract(named, 'ngày (.*)$', 1), '%d/%m/%Y')::date as dated
    from found
),
distinct_documents as (
    select unit_id, task_code, document, max(dated) as dated, min(text) as result_text
    from read
    group by unit_id, task_code, document
)

select
    row_number() over (order by dated nulls last, document, short_name, task_code) as number,
    document, dated, short_name, task_code, result_text
from distinct_documents
join ref.units using (unit_id)
order by number
