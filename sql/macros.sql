-- Whether a text begins or ends with a space of any width; most do not, and trimming costs more than looking.
create or replace macro spaces() as
    chr(32) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197)
    || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8239) || chr(8287) || chr(12288);
create or replace macro has_outer_space(text) as contains(spaces(), text[1]) or contains(spaces(), text[-1]);

-- A cell as text: null where it is blank.
create or replace macro cell(cells, position) as
    nullif(if(has_outer_space(cells[position]), trim(cells[position]), cells[position]), '');

-- The column of the open data that a field of a department's table ends up in.
create or replace macro column_of(field) as case field
    when 'code' then 'task_code'
    when 'unit' then 'unit_id'
    when 'pct' then 'completion_pct'
    when 'allocated' then 'allocated_vnd'
    when 'carried' then 'carried_in_vnd'
    when 'disbursed' then 'disbursed_vnd'
    when 'estimated' then 'estimated_vnd'
    when 'result' then 'result_text'
    when 'indicator' then 'indicator_code'
    when 'duty' then 'duty_code'
    else field end;

-- The field that names what a line is about.
create or replace macro name_field(table_kind) as case table_kind
    when 'indicators' then 'indicator' when 'duties' then 'duty' else 'title' end;

-- The letters of a column as Excel shows them: 1 is A, 28 is AB, 703 is AAA.
create or replace macro column_letters(position) as
    case when position > 702 then chr(65 + ((position - 703) // 676)::int) else '' end
    || case when position > 26 then chr(65 + (((position - 27) // 26) % 26)::int) else '' end
    || chr(65 + ((position - 1) % 26)::int);

-- A rate in percent, null where there is no denominator: never 0% for want of one.
create or replace macro rate_pct(numerator, denominator) as
    round(100.0 * numerator / nullif(denominator, 0), 4);

-- A number as Vietnamese sentences write it: 1.234.567,8, without zeros at the end.
create or replace macro vi_number(number) as
    rtrim(rtrim(translate(format('{:,.2f}', number::double), ',.', '.,'), '0'), ',');

-- A count as Vietnamese sentences write it: 05, 12, 1.234.
create or replace macro vi_count(number) as if(number < 10, lpad(number::bigint::varchar, 2, '0'), vi_number(number));

-- By which unit of measure a count is read: only a text of several numbers, "05 lớp/210 người", needs one to choose among them.
create or replace macro chosen_by(text, unit) as
    if(regexp_matches(text, '[0-9][^0-9]*[^0-9\s.,][^0-9]*[0-9]'), coalesce(unit, ''), '');

-- Which of an index's two figures a line gives, where its name tells neither: by the unit of measure, else by how the value is written.
create or replace macro measure_told(measure, number) as case
    when regexp_matches(lower(measure), '^\s*(thứ\s*)?hạng|thứ bậc|vị trí') then 'hạng'
    when regexp_matches(lower(measure), '^\s*điểm') then 'điểm'
    when measure is not null and length(measure) > 2 then null
    when regexp_matches(lower(number), '^\s*((xếp\s+)?(thứ|hạng)\s*)+[0-9]|^\s*[0-9]{1,2}\s*/\s*[0-9]{2}\s*$') then 'hạng'
    when regexp_matches(number, '^\s*[0-9]+[.,][0-9]+\s*$') or try_cast(number as integer) > 63 then 'điểm' end;

-- A number as it enters a sum: exact to four decimals, so that no total depends on the order in which threads add. Null beyond 10^18.
create or replace macro exact(number) as try_cast(number as decimal(22, 4));
create or replace macro exact_mean(number) as round(sum(exact(number))::double / count(exact(number)), 4);

-- What may be spent: given + added − cut + carried in from the year before (Luật Ngân sách nhà nước: chuyển nguồn). Null where nothing was provided.
create or replace macro used_vnd(given, added, cut, carried_in) as
    if(coalesce(given, added, cut, carried_in) is null, null,
        coalesce(given, 0) + coalesce(added, 0) - coalesce(cut, 0) + coalesce(carried_in, 0));

-- The status of a task over those who answer for it, one status each, null where nothing of theirs was accepted.
create or replace macro status_of_leads(status) as case
    when count(status) = 0 then 'unknown'
    when bool_and(coalesce(status, '') = 'stopped') then 'stopped'
    when bool_and(coalesce(status, '') in ('done', 'stopped')) then 'done'
    when bool_and(status = 'todo') then 'todo'
    else 'doing' end;

create or replace macro status_label(status) as case status
    when 'done' then 'Hoàn thành'
    when 'doing' then 'Đang thực hiện'
    when 'todo' then 'Chưa thực hiện'
    when 'stopped' then 'Dừng thực hiện'
    when 'unknown' then 'Chưa có số liệu' end;

-- What became of the report that a unit owes (marts.unit_reports).
create or replace macro report_state_label(state) as case state
    when 'on_time' then 'Đúng hạn' when 'late' then 'Trễ hạn' when 'undated' then 'Không rõ ngày nhận'
    when 'unread' then 'Đã gửi, chưa đọc được' else 'Chưa gửi' end;

-- How the plan provides for a task's money, where the unit named no source (data/plans/README.md, fund_mode).
create or replace macro fund_mode_label(mode) as case mode
    when 'own_line' then 'Dòng riêng trong kế hoạch'
    when 'proposal' then 'Đơn vị đề xuất theo kế hoạch'
    when 'within_estimate' then 'Dự toán được giao theo kế hoạch'
    else 'Đơn vị không ghi nguồn' end;

-- The rates of the report that are compared from year to year, as RATE_UNITS of plans/records.py has them.
create or replace macro compared_rates() as ['completion_rate_pct', 'own_line_execution_pct', 'reporting_rate_pct'];

-- Whether a figure may be held against its base, as time goes on and areas change; null where there is no figure.
create or replace macro verdict_of(value, kind, base, is_covered) as case
    when value is null then null
    when base.parts is null then 'missing'
    when not base.has_same_definition then 'not_comparable'
    when base.parts_found < base.parts then 'missing'
    when kind = 'index' then 'not_comparable'
    when base.is_estimated then 'estimated'
    when base.base_window = 'whole_year' and kind <> 'rate' then 'whole_year'
    when base.base_window <> 'same' then 'other_window'
    when not is_covered then 'not_comparable'
    when base.is_restated then 'restated'
    else 'same' end;
