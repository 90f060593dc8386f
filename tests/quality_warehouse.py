"""A small good warehouse by hand: two units, three tasks (one with a budget line), one file replaced, one refused."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tdnreport.plans.rules import load_rules, rules_table

DATA = Path(__file__).parents[1] / "data"
EXPECTATIONS = Path(__file__).parents[1] / "expectations"

TABLES = """
create schema ref; create schema raw; create schema staging; create schema marts; create schema report;

create table ref.plan as select 'tth-2024' as plan_id, 2024 as year;
create table ref.period as select 'tth-2024' as plan_id, '2024' as period_id, date '2024-01-01' as data_from,
    date '2024-11-14' as data_to, date '2024-11-15' as due_lenient_on;
create table ref.tasks (task_code varchar, is_leaf boolean, title varchar, planned_vnd bigint, own_line boolean);
insert into ref.tasks values ('1', true, 'Tuyên truyền', 100_000_000, true), ('4', false, 'Quảng bá', null, false),
    ('4.1', true, 'Quảng bá trên báo', null, false), ('4.2', true, 'Ấn phẩm', null, false);
create table ref.task_units (task_code varchar, unit_id varchar, role varchar);
insert into ref.task_units values ('1', 'tth.stttt', 'lead'), ('4.1', 'tth.svhtt', 'lead'), ('4.2', 'tth.svhtt', 'lead');
create table ref.units as select unnest(['tth.stttt', 'tth.svhtt', 'tth.sngv']) as unit_id;
create table ref.expected_units as from ref.units;
create table ref.indicators as select unnest(['web_items', 'pci_score']) as indicator_code, unnest(['count', 'index']) as kind;
create table ref.indicator_owners as select 'pci_score' as indicator_code, 'tth.svhtt' as unit_id;

create table marts.submissions (file varchar, sha256 varchar, unit_id varchar, period_id varchar, received_on date,
    is_latest boolean, on_time boolean, state varchar, rows_read bigint, rows_accepted bigint, rows_rejected bigint);
insert into marts.submissions values
    ('a.xlsx', repeat('a', 64), 'tth.stttt', '2024', '2024-11-12', true, true, 'accepted', 3, 2, 1),
    ('b.xlsx', repeat('b', 64), 'tth.svhtt', '2024', '2024-11-18', true, false, 'accepted', 2, 2, 0),
    ('b-cu.xlsx', repeat('c', 64), 'tth.svhtt', '2024', '2024-11-10', false, true, 'superseded', 0, 0, 0),
    ('hong.xls', repeat('d', 64), null, '2024', null, false, false, 'refused', 0, 0, 0);

create table marts.progress (plan_id varchar, period_id varchar, unit_id varchar, task_code varchar, role varchar,
    status varchar, completion_pct double, estimated_pct double, result_text varchar, completed_on date, file varchar,
    sheet varchar, table_no integer, row_no integer);
insert into marts.progress values
    ('tth-2024', '2024', 'tth.stttt', '1', 'lead', 'done', 100, 100, '24 tin, bài', '2024-10-01', 'a.xlsx', 'Biểu 1', 1, 7),
    ('tth-2024', '2024', 'tth.svhtt', '4.1', 'lead', 'doing', 40, 90, null, null, 'b.xlsx', 'Biểu 1', 1, 7),
    ('tth-2024', '2024', 'tth.svhtt', '4.2', 'lead', 'todo', 0, null, null, null, 'b.xlsx', 'Biểu 1', 1, 8);

create table marts.budget (plan_id varchar, period_id varchar, unit_id varchar, task_code varchar, fund_source varchar,
    allocated_vnd bigint, added_vnd bigint, cut_vnd bigint, carried_in_vnd bigint, used_vnd bigint,
    disbursed_vnd bigint, estimated_vnd bigint, file varchar, sheet varchar, table_no integer, row_no integer);
insert into marts.budget values
    ('tth-2024', '2024', 'tth.stttt', '1', null, 90_000_000, null, null, 10_000_000, 100_000_000, 92_000_000,
        100_000_000, 'a.xlsx', 'Biểu 1', 1, 7);

create table marts.indicators (plan_id varchar, period_id varchar, unit_id varchar, indicator_code varchar,
    value double, cumulative double, target double, counted double, file varchar, sheet varchar, table_no integer, row_no integer,
    for_unit_id varchar);
insert into marts.indicators values
    ('tth-2024', '2024', 'tth.stttt', 'web_items', 24, 120, 150, 120, 'a.xlsx', 'Biểu 2', 1, 5, null),
    ('tth-2024', '2024', 'tth.svhtt', 'pci_score', 69.25, 69.25, null, 69.25, 'b.xlsx', 'Biểu 2', 1, 5, null);

create table marts.findings (file varchar, sheet varchar, table_no integer, row_no integer, column_name varchar, rule_id varchar,
    severity varchar, value varchar, message varchar, others bigint);
insert into marts.findings values
    ('a.xlsx', 'Biểu 1', 1, 8, 'completion_pct', 'pct_out_of_range', 'row', '120', 'Ô F8: tỷ lệ “120” nằm ngoài khoảng.', null),
    ('hong.xls', null, null, null, null, 'file_unreadable', 'file', null, 'Tệp hong.xls không đọc được.', null),
    (null, null, null, null, 'unit_id', 'missing_report', 'warning', 'Sở Ngoại vụ', 'Sở Ngoại vụ: chưa gửi báo cáo.', null);
create table marts.placed_findings as select * exclude (message, others) from marts.findings;

create table marts.tasks (plan_id varchar, period_id varchar, task_code varchar, title varchar, status varchar,
    completion_pct double, own_line boolean, planned_vnd bigint, allocated_vnd bigint, disbursed_vnd bigint,
    execution_pct double, leads_expected bigint, leads_reported bigint, carried_in_vnd bigint, used_vnd bigint);
insert into marts.tasks values
    ('tth-2024', '2024', '1', 'Tuyên truyền', 'done', 100, true, 100_000_000, 90_000_000, 92_000_000, 92, 1, 1, 10_000_000, 100_000_000),
    ('tth-2024', '2024', '4.1', 'Quảng bá trên báo', 'doing', 40, false, null, null, null, null, 1, 1, null, null),
    ('tth-2024', '2024', '4.2', 'Ấn phẩm', 'todo', 0, false, null, null, null, null, 1, 1, null, null);

create view marts.accepted_rows as
    select file, sheet, table_no, row_no, 'progress' as table_kind, unit_id, task_code, null::varchar as indicator_code from marts.progress
    union all by name
    select 'progress' as table_kind, unit_id, task_code, allocated_vnd, used_vnd, disbursed_vnd, estimated_vnd from marts.budget
    union all by name
    select file, sheet, table_no, row_no, 'indicators' as table_kind, unit_id, indicator_code from marts.indicators;
create view marts.indicator_totals as
    select indicator_code, kind, sum(counted) as value, 1 as units_reported, if(kind = 'index', null, 'units') as target_from,
        sum(target) as target, sum(counted) as target_value, 'whole_year' as verdict, null::double as change_pct,
        date '2023-01-01' as base_from, date '2023-12-31' as base_to
    from marts.indicators join ref.indicators using (indicator_code) group by all;
create table marts.task_leads as
    select task_code, unit_id, status, completion_pct from ref.task_units left join marts.progress using (task_code, unit_id);
create table staging.entries as
    select file, sheet, 1 as table_no, row_no, 'data' as role, 'progress' as table_kind,
        'Hoàn thành' as status_text, null as pct_text from marts.progress;
create table staging.rows as from staging.entries;
create table staging.table_use as
    select distinct file, sheet, 1 as table_no, 'progress' as use_kind from marts.progress;
create table staging.replaced_lines (file varchar, sheet varchar, table_no integer, row_no integer);
create table raw.files as select file, false as is_supplement from marts.submissions;
create table marts.unit_quality as
    select 'tth-2024' as plan_id, '2024' as period_id, date '2024-11-14' as data_to,
        unnest(['tth.stttt', 'tth.svhtt', 'tth.sngv']) as unit_id, unnest([90.0, 85, 0]) as score,
        unnest([30.0, 15, 0]) as timely_points, unnest([30.0, 30, 0]) as lead_points,
        unnest([20.0, 30, 0]) as row_points, unnest([10.0, 10, 0]) as warning_points,
        unnest(['1/3 dòng bị loại', 'gửi trễ 3 ngày', 'chưa gửi báo cáo']) as reasons;

create table report.figures (id varchar, label varchar, value double, unit varchar, numerator double,
    denominator double, note varchar);
insert into report.figures values
    ('tasks_total', 'Số nhiệm vụ', 3, 'count', null, null, null),
    ('tasks_complete', 'Hoàn thành', 1, 'count', null, null, null),
    ('tasks_in_progress', 'Đang thực hiện', 1, 'count', null, null, null),
    ('tasks_not_started', 'Chưa thực hiện', 1, 'count', null, null, null),
    ('tasks_unknown', 'Chưa có số liệu', 0, 'count', null, null, null),
    ('tasks_stopped', 'Dừng', 0, 'count', null, null, null),
    ('completion_rate_pct', 'Tỷ lệ hoàn thành', 33.3333, 'pct', 1, 3, null),
    ('mean_progress_pct', 'Tiến độ bình quân', 46.6667, 'pct', 140, 3, null),
    ('own_line_planned_vnd', 'Kinh phí kế hoạch', 100_000_000, 'vnd', null, null, null),
    ('own_line_allocated_vnd', 'Dự toán giao', 90_000_000, 'vnd', null, null, null),
    ('own_line_carried_in_vnd', 'Chuyển sang', 10_000_000, 'vnd', null, null, null),
    ('own_line_used_vnd', 'Được sử dụng', 100_000_000, 'vnd', null, null, null),
    ('own_line_disbursed_vnd', 'Giải ngân', 92_000_000, 'vnd', null, null, null),
    ('own_line_execution_pct', 'Tỷ lệ giải ngân', 92, 'pct', 92_000_000, 100_000_000, null),
    ('all_allocated_vnd', 'Dự toán, mọi nhiệm vụ', 90_000_000, 'vnd', null, null, null),
    ('all_disbursed_vnd', 'Giải ngân, mọi nhiệm vụ', 92_000_000, 'vnd', null, null, null),
    ('reports_expected', 'Phải gửi', 3, 'count', null, null, null),
    ('reports_received', 'Đã gửi', 2, 'count', null, null, null),
    ('reports_unread', 'Chưa đọc được', 0, 'count', null, null, null),
    ('reports_on_time', 'Đúng hạn', 2, 'count', null, null, null),
    ('reporting_rate_pct', 'Tỷ lệ gửi', 66.6667, 'pct', 2, 3, null),
    ('on_time_rate_pct', 'Tỷ lệ đúng hạn', 66.6667, 'pct', 2, 3, null),
    ('rows_read', 'Dòng đã đọc', 5, 'count', null, null, null),
    ('rows_accepted', 'Dòng chấp nhận', 4, 'count', null, null, null),
    ('rows_rejected', 'Dòng bị loại', 1, 'count', null, null, null),
    ('files_received', 'Tệp đã nhận', 4, 'count', null, null, null),
    ('files_refused', 'Tệp bị từ chối', 1, 'count', null, null, null);
"""


def good_warehouse(path: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path))
    con.execute((DATA.parent / "sql" / "macros.sql").read_text(encoding="utf-8"))
    con.execute(TABLES)
    rules = rules_table(load_rules(DATA, "tth-2024"))
    con.register("rules_frame", rules)
    con.execute("create table ref.rules as from rules_frame")
    con.unregister("rules_frame")
    return con
