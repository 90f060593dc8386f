from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from quality_warehouse import DATA, EXPECTATIONS, good_warehouse

from tdnreport.plans.rules import load_rules
from tdnreport.quality.compiled_suites import UncompiledError, run_compiled
from tdnreport.quality.expectations import run_suites
from tdnreport.quality.outcome import Outcome
from tdnreport.quality.suites import Suite, SuiteError, load_suites

RULES = load_rules(DATA, "tth-2024")
ENTRY: dict[str, Any] = {
    "type": "expect_column_values_to_be_between",
    "severity": "critical",
    "kwargs": {"column": "completion_pct", "min_value": 0, "max_value": 100},
    "description": "Tỷ lệ từ 0% đến 100%",
    "meta": {"rule": "pct_out_of_range", "source": "Nguyên tắc số liệu"},
}


@pytest.fixture(scope="module")
def suites() -> dict[str, Suite]:
    return {suite.name: suite for suite in load_suites(EXPECTATIONS, RULES)}


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with good_warehouse(tmp_path / "kho.duckdb") as con:
        yield con


def failures(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [outcome.description for outcome in outcomes if not outcome.success]


# --- the suites themselves


def test_every_table_of_the_open_data_and_the_figures_has_a_suite(suites: dict[str, Suite]) -> None:
    assert suites.keys() >= {"submissions", "progress", "budget", "indicators", "tasks", "findings", "figures"}
    assert sum(len(suite.expectations) for suite in suites.values()) >= 100


def test_no_two_expectations_of_a_suite_say_the_same(suites: dict[str, Suite]) -> None:
    for suite in suites.values():
        descriptions = [expectation.description for expectation in suite.expectations]
        assert len(set(descriptions)) == len(descriptions), suite.name


def test_a_good_warehouse_passes_everything_in_the_order_of_the_suites(
    con: duckdb.DuckDBPyConnection, suites: dict[str, Suite]
) -> None:
    outcomes = run_suites(con, tuple(suites.values()))
    assert failures(outcomes) == []
    assert [o.description for o in outcomes] == [e.description for s in suites.values() for e in s.expectations]
    assert con.execute("select count(*) from marts.progress").fetchall() == [(3,)], "the connection stays open"


# --- one broken row fails exactly one expectation

BROKEN = {
    "submissions": [
        ("update marts.submissions set rows_accepted = 1 where file = 'a.xlsx'",
         "Số dòng đã đọc bằng số dòng chấp nhận cộng số dòng bị loại"),
        ("update marts.submissions set received_on = '2024-11-20', on_time = false where file = 'b-cu.xlsx'",
         "Tệp bị thay thế thì có tệp được dùng của cùng đơn vị nhận không sớm hơn"),
        ("update marts.submissions set on_time = true where file = 'b.xlsx'",
         "Đúng hạn khi và chỉ khi biết ngày nhận và ngày nhận không muộn hơn hạn đọc theo nghĩa rộng"),
        ("delete from marts.placed_findings where rule_id = 'file_unreadable'",
         "Mỗi tệp bị từ chối đều nêu lý do"),
        ("delete from staging.rows where row_no = 8",
         "Không dòng số liệu nào của tệp được dùng bị bỏ qua khi đọc"),
    ],
    "progress": [
        ("update marts.progress set estimated_pct = 101 where task_code = '4.1'",
         "Tỷ lệ ước cả năm từ 0% đến 100%"),
        ("update marts.progress set completion_pct = 99 where task_code = '1'",
         "Ghi hoàn thành thì tỷ lệ là 100%, ghi chưa thực hiện thì tỷ lệ là 0%"),
        ("update marts.progress set task_code = '4', role = 'coordinate' where task_code = '4.2'",
         "Mọi nhiệm vụ là nhiệm vụ của kế hoạch, không phải mục tiêu đề"),
        ("update marts.progress set file = 'b-cu.xlsx' where task_code in ('4', '4.2')",
         "Mọi dòng đến từ tệp đang có hiệu lực, không từ tệp bị thay thế hoặc bị từ chối"),
        ("update marts.progress set row_no = 8 where task_code = '1'",
         "Không dòng nào có phát hiện mức “row” hoặc “file” mà vẫn được tính"),
        ("update marts.progress set completed_on = '2023-10-01' where task_code = '1'",
         "Ngày hoàn thành thuộc năm kế hoạch hoặc kỳ lấy số liệu"),
        ("update marts.progress set result_text = 'Liên hệ 0912345678.' where task_code = '1'",
         "Phần kết quả không có số điện thoại hoặc số định danh cá nhân"),
        ("insert into marts.progress select * from marts.progress where task_code = '4.1'",
         "Mỗi đơn vị, mỗi nhiệm vụ đúng một dòng"),
        ("create or replace view marts.accepted_rows as select 'progress' as table_kind, * from marts.progress where task_code <> '1'",
         "Mỗi nhiệm vụ có dòng được chấp nhận đều có trong bảng tiến độ, và ngược lại"),
    ],
    "budget": [
        ("update marts.budget set disbursed_vnd = 100_000_001, estimated_vnd = null",
         "Giải ngân không vượt kinh phí được sử dụng: giao, bổ sung, cắt giảm, năm trước chuyển sang"),
        ("update marts.budget set allocated_vnd = 92, carried_in_vnd = 99_999_908",
         "Không số tiền nào khác 0 mà dưới 1.000 đồng"),
        ("create or replace view marts.accepted_rows as "
         "select 'progress' as table_kind, * replace (disbursed_vnd + 1 as disbursed_vnd) from marts.budget",
         "Không đồng nào mất đi hay sinh ra giữa dòng được chấp nhận và bảng kinh phí"),
    ],
    "indicators": [
        ("update marts.indicators set cumulative = 20 where indicator_code = 'web_items'",
         "Lũy kế không nhỏ hơn số trong kỳ"),
        ("update marts.indicators set target = -1",
         "Mục tiêu là số hữu hạn, không âm"),
        ("create or replace view marts.accepted_rows as "
         "select 'indicators' as table_kind, 'tth.sngv' as unit_id, 'web_items' as indicator_code",
         "Mỗi chỉ tiêu có dòng được chấp nhận đều có trong bảng chỉ tiêu, và ngược lại"),
        ("alter view marts.indicator_totals rename to before; create view marts.indicator_totals as "
         "select * replace (value + if(kind = 'count', 1, 0) as value) from marts.before",
         "Tổng của chỉ tiêu đếm bằng cộng số các đơn vị"),
    ],
    "tasks": [
        ("delete from marts.tasks where task_code = '4.2'",
         "Không thiếu nhiệm vụ nào so với kế hoạch"),
        ("update marts.tasks set execution_pct = 0 where task_code = '4.1'",
         "Tỷ lệ giải ngân bằng giải ngân chia kinh phí được sử dụng; không có kinh phí thì để trống"),
        ("update marts.task_leads set completion_pct = 30 where task_code = '4.1'",
         "Tỷ lệ của nhiệm vụ nằm giữa tỷ lệ thấp nhất và cao nhất của các đơn vị chủ trì đã báo cáo"),
    ],
    "figures": [
        ("update report.figures set value = 90 where id = 'own_line_execution_pct'",
         "Tỷ lệ bằng tử số chia mẫu số"),
        ("update report.figures set value = 2 where id = 'rows_rejected'",
         "Số dòng đã đọc bằng số dòng chấp nhận cộng số dòng bị loại"),
    ],
    "findings": [
        ("update marts.findings set severity = 'warning' where rule_id = 'pct_out_of_range'",
         "Mức độ của phát hiện đúng như quy tắc"),
    ],
    "unit_quality": [
        ("update marts.unit_quality set score = 91 where score = 90",
         "Điểm bằng cộng các điểm thành phần"),
        ("update marts.unit_quality set reasons = null where score = 85",
         "Mất điểm thì nêu lý do, đủ điểm thì không"),
        ("delete from marts.unit_quality where score = 0",
         "Đơn vị nào phải gửi báo cáo cũng có điểm"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_row_fails_exactly_the_expectation_about_it(
    con: duckdb.DuckDBPyConnection, suites: dict[str, Suite], name: str
) -> None:
    for breaking, _ in BROKEN[name]:
        con.execute(breaking)
    outcomes = run_suites(con, (suites[name],))
    assert sorted(failures(outcomes)) == sorted(description for _, description in BROKEN[name])
    by_duckdb = run_compiled(con, (suites[name],))
    assert [bool(outcome.examples) for outcome in by_duckdb] == [bool(outcome.examples) for outcome in outcomes]
    assert [replace(outcome, examples=()) for outcome in by_duckdb] == [
        replace(outcome, examples=()) for outcome in outcomes
    ]


def test_a_good_warehouse_is_judged_the_same_by_duckdb_alone(
    con: duckdb.DuckDBPyConnection, suites: dict[str, Suite]
) -> None:
    assert run_compiled(con, tuple(suites.values())) == run_suites(con, tuple(suites.values()))


@pytest.mark.parametrize(
    "broken", ["drop table marts.indicators", "alter table marts.indicators rename cumulative to running_total"]
)
def test_a_suite_that_is_no_sql_is_left_to_great_expectations(
    con: duckdb.DuckDBPyConnection, suites: dict[str, Suite], broken: str
) -> None:
    con.execute(broken)
    with pytest.raises(UncompiledError):
        run_compiled(con, (suites["indicators"],))


def test_an_expectation_of_a_type_not_known_is_left_to_great_expectations(
    con: duckdb.DuckDBPyConnection, suites: dict[str, Suite]
) -> None:
    suite = suites["progress"]
    other = replace(
        suite.expectations[0], type="expect_column_values_to_match_regex", kwargs={"column": "unit_id", "regex": "."}
    )
    with pytest.raises(UncompiledError, match="regex"):
        run_compiled(con, (replace(suite, expectations=(other,)),))


def test_a_failure_names_the_row_and_the_value(con: duckdb.DuckDBPyConnection, suites: dict[str, Suite]) -> None:
    con.execute("update marts.progress set estimated_pct = 101 where task_code = '4.1'")
    [failed] = [outcome for outcome in run_suites(con, (suites["progress"],)) if not outcome.success]
    assert failed == Outcome(
        suite="progress",
        table="marts.progress",
        rule_id="pct_out_of_range",
        description="Tỷ lệ ước cả năm từ 0% đến 100%",
        severity="critical",
        success=False,
        unexpected_count=1,
        element_count=3,
        examples=("file = b.xlsx; sheet = Biểu 1; row_no = 7; estimated_pct = 101.0",),
    )
    assert failed.stops


def test_a_cell_of_megabytes_is_cut_in_the_example(con: duckdb.DuckDBPyConnection, suites: dict[str, Suite]) -> None:
    con.execute("update marts.progress set status = repeat('x', 5_000_000) where task_code = '4.1'")
    [failed] = [outcome for outcome in run_suites(con, (suites["progress"],)) if not outcome.success]
    assert failed.description == "Tình trạng theo danh mục bốn giá trị"
    assert max(len(example) for example in failed.examples) < 400


def test_a_warning_does_not_stop_the_report(con: duckdb.DuckDBPyConnection, suites: dict[str, Suite]) -> None:
    con.execute("update marts.indicators set cumulative = 20 where indicator_code = 'web_items'")
    [failed] = [outcome for outcome in run_suites(con, (suites["indicators"],)) if not outcome.success]
    assert (failed.severity, failed.stops) == ("warning", False)


def test_an_expectation_that_cannot_run_is_an_error_and_stops(
    con: duckdb.DuckDBPyConnection, suites: dict[str, Suite]
) -> None:
    con.execute("alter table marts.indicators drop column cumulative")
    failed = next(outcome for outcome in run_suites(con, (suites["indicators"],)) if not outcome.success)
    assert failed.error is not None
    assert failed.error.startswith("Không chạy được kiểm tra này:")
    assert "cumulative" in failed.error
    assert failed.stops


def test_a_missing_table_is_an_error_of_each_of_its_expectations(
    con: duckdb.DuckDBPyConnection, suites: dict[str, Suite]
) -> None:
    con.execute("drop table marts.indicators")
    outcomes = run_suites(con, (suites["indicators"],))
    assert {outcome.error for outcome in outcomes} == {"Kho dữ liệu không có bảng marts.indicators."}
    assert not any(outcome.success for outcome in outcomes)


def test_a_closed_warehouse_is_read_by_its_path(tmp_path: Path, suites: dict[str, Suite]) -> None:
    good_warehouse(tmp_path / "kho.duckdb").close()
    assert failures(run_suites(tmp_path / "kho.duckdb", (suites["budget"],))) == []


# --- reading them strictly


def test_what_a_plan_tolerates_with_a_reason_does_not_stop_at_the_gate(tmp_path):
    folder = folder_with(tmp_path, ENTRY)
    tolerated = replace(RULES[ENTRY["meta"]["rule"]], severity="warning", reason="Có chuyển nguồn theo quyết định")
    assert [one.severity for one in load_suites(folder, RULES)[0].expectations] == ["critical", "critical"]
    assert [one.severity for one in load_suites(folder, RULES | {tolerated.rule_id: tolerated})[0].expectations] == [
        "warning",
        "warning",
    ]


def folder_with(tmp_path: Path, entry: dict[str, Any]) -> Path:
    content = {"table": "marts.progress", "key": ["file"], "expectations": [ENTRY, entry]}
    (tmp_path / "progress.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return tmp_path


QUERY = {"type": "unexpected_rows_expectation", "kwargs": {"unexpected_rows_query": "with t as (from {batch}) from t"}}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"type": "expect_column_values_to_be_betwen"}, "không có loại kiểm tra “expect_column_values_to_be_betwen”"),
        ({"kwargs": {"column": "a", "min_valu": 0}}, "tham số .* không hợp lệ: .*min_valu"),
        ({"kwargs": {"min_value": 0}}, "tham số .* không hợp lệ: .*column field required"),
        ({"severity": "fatal"}, "không có mức độ “fatal”. Các mức độ đã biết: critical, warning, info"),
        (
            {"meta": {"rule": "pct_outof_range", "source": "x"}},
            "không có quy tắc “pct_outof_range”. .*spent_gt_allocated",
        ),
        ({"meta": {"rule": "pct_out_of_range"}}, "mục meta: thiếu mục “source”"),
        ({"meta": {}}, "mục meta: thiếu mục “rule”"),
        ({"description": ""}, "thiếu mục “description”"),
        ({"descripton": "x"}, "không có mục “descripton”. Các mục đã biết: type, severity"),
        (QUERY, "phải kết thúc bằng “order by”"),
    ],
)
def test_a_mistake_in_a_suite_is_named_with_file_and_line(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(SuiteError, match=rf"^progress\.json, dòng 21.*{sentence}"):
        load_suites(folder_with(tmp_path, ENTRY | change), RULES)


def test_broken_json_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="Không có bộ kiểm tra nào"):
        load_suites(tmp_path, RULES)
    (tmp_path / "tasks.json").write_text('{\n "table": "marts.tasks",,\n}', encoding="utf-8")
    with pytest.raises(SuiteError, match=r"tasks\.json, dòng 2: không đúng cú pháp JSON"):
        load_suites(tmp_path, RULES)
    (tmp_path / "tasks.json").write_text('{"table": "marts.tasks", "key": []}', encoding="utf-8")
    with pytest.raises(SuiteError, match=r"tasks\.json, dòng 1: thiếu mục “expectations”"):
        load_suites(tmp_path, RULES)
