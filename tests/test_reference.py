"""The two real plans as data, and how a wrong plan file is refused: by file, line and remedy."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from legacy_writers import as_tcvn3

from tdnreport.base.home import find_home
from tdnreport.plans import DataError, Plan, Reference, expected_units, load_plan, load_reference, ref_tables

DATA = find_home().data


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference(find_home().reference)


@pytest.fixture(scope="module")
def tth(reference: Reference) -> Plan:
    return load_plan(DATA, "tth-2024", reference)


@pytest.fixture(scope="module")
def qt(reference: Reference) -> Plan:
    return load_plan(DATA, "qt-2024", reference)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the plans and units that a test may spoil."""
    for name in ("plans", "reference"):
        shutil.copytree(DATA / name, tmp_path / name)
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(data: Path, plan_id: str = "tth-2024") -> str:
    with pytest.raises(DataError) as error:
        load_plan(data, plan_id, load_reference(data / "reference"))
    return str(error.value)


# the two plans


def test_headings_are_not_leaf_tasks(tth: Plan, qt: Plan) -> None:
    assert [task.task_code for task in tth.leaf_tasks] == ["1", "2", "3", "4.1", "4.2", "4.3", "5", "6"]
    assert len(qt.leaf_tasks) == 18
    assert qt.heading_codes == {"2", "5", "10"}


def test_own_lines_are_100_400_and_250_million(tth: Plan, qt: Plan) -> None:
    lines = {task.task_code: task.budget_vnd for task in tth.tasks if task.fund_mode == "own_line"}
    assert lines == {"1": 100_000_000, "3": 400_000_000, "4.1": 250_000_000}
    assert {task.fund_mode for task in qt.leaf_tasks} == {"within_estimate"}


def test_due_dates_are_kept_in_both_readings(tth: Plan, qt: Plan) -> None:
    due = {period.period_id: (period.due_strict_on, period.due_lenient_on) for period in tth.periods + qt.periods[:1]}
    assert due["2024"] == (date(2024, 11, 14), date(2024, 11, 15))
    assert due["2024-h1"] == (date(2024, 5, 24), date(2024, 5, 27)), "25/5/2024 is a Saturday"
    assert qt.find_period("2024").due_lenient_on == date(2024, 11, 25)


def test_a_due_date_inside_a_public_holiday_moves_past_it(copy: Path) -> None:
    spoil(copy / "plans/tth-2024/periods.csv", "trước ngày 15/11/2024,2024-11-15", "trước ngày 27/4/2024,2024-04-27")
    plan = load_plan(copy, "tth-2024", load_reference(copy / "reference"))
    assert plan.find_period("2024").due_lenient_on == date(2024, 5, 2)


def test_expected_reporters_are_the_named_units_of_the_plan(reference: Reference, tth: Plan, qt: Plan) -> None:
    expected = expected_units(reference, tth.find_period("2024"))
    assert len(expected) == 29
    assert sum(unit.kind == "ubnd_huyen" for unit in expected) == 9
    assert [len(expected_units(reference, period)) for period in qt.periods] == [19, 19]


def test_open_groups_ask_nothing_of_anyone(reference: Reference) -> None:
    assert reference.units_behind("tth.grp.lien_quan", date(2024, 11, 15)) == ()
    assert len(reference.units_behind("tth.grp.ubnd_huyen", date(2024, 11, 15))) == 9
    assert reference.units_behind("tth.grp.ubnd_huyen", date(2025, 1, 1)) == ()


def test_a_unit_stands_once_a_task_with_its_strongest_role(reference: Reference, tth: Plan, qt: Plan) -> None:
    rows = ref_tables(reference, tth, tth.find_period("2024"))["task_units"]
    assert rows.select("task_code", "unit_id").is_duplicated().sum() == 0
    of_task_1 = rows.filter(task_code="1")
    assert of_task_1.filter(role="lead")["unit_id"].to_list() == ["tth.stttt"]
    assert of_task_1.filter(via_group="tth.grp.so_nganh").height == 9, "the lead is a member too"
    assert rows.filter(task_code="3")["unit_id"].to_list() == ["tth.stttt"]
    assert (
        ref_tables(reference, qt, qt.find_period("2024"))["task_units"].filter(task_code="6", role="lead").height == 20
    )


def test_the_accountable_unit_is_the_only_lead(reference: Reference, qt: Plan) -> None:
    tables = ref_tables(reference, qt, qt.find_period("2024"))
    assert tables["task_units"].filter(task_code="8", role="lead")["unit_id"].to_list() == ["qt.stttt"]
    assert tables["tasks"].filter(task_code="8")["leads_text"].item() == "Ủy ban nhân dân tỉnh"


def test_the_second_result_of_4_2_belongs_to_4_3(reference: Reference, tth: Plan) -> None:
    results = dict(
        ref_tables(reference, tth, tth.find_period("2024"))["tasks"].select("task_code", "expected_result").iter_rows()
    )
    assert results["4.3"] == "Các hoạt động giao lưu, hợp tác quốc tế, xúc tiến đầu tư, xúc tiến thương mại"
    assert results["6"].startswith("1. ")
    assert results["4"] is None


def test_ref_tables_have_the_columns_of_the_architecture(reference: Reference, tth: Plan) -> None:
    page = (find_home().root / "docs" / "architecture.md").read_text(encoding="utf-8")
    for name, frame in ref_tables(reference, tth, tth.find_period("2024")).items():
        written = re.search(rf"\| `ref\.{name}` \|[^|]*\| (.*) \|", page)
        assert written is not None
        columns = re.sub(r"\([^)]*\)", "", written[1])
        assert frame.columns == [column.strip() for column in columns.split(",")]


def test_positions_follow_the_plan_and_types_hold(reference: Reference, qt: Plan) -> None:
    tasks = ref_tables(reference, qt, qt.find_period("2024"))["tasks"]
    assert tasks["position"].to_list() == list(range(1, 22))
    assert tasks["task_code"].to_list()[13:16] == ["8", "9", "10"]
    assert tasks.schema["planned_vnd"] == pl.Int64
    assert tasks["planned_vnd"].null_count() == tasks.height


def test_a_name_means_the_unit_of_that_day(reference: Reference, tth: Plan, qt: Plan) -> None:
    def named(plan: Plan, spelling: str, on: date) -> list[str]:
        return [name.unit_id for name in reference.names_for(plan, on) if spelling in (name.full_name, *name.aliases)]

    assert named(tth, "UBND thành phố Huế", date(2024, 12, 31)) == ["tth.h.hue"]
    assert named(tth, "UBND thành phố Huế", date(2025, 1, 1)) == ["hue.ubnd"]
    assert named(tth, "Sở TTTT", date(2024, 11, 15)) == ["tth.stttt"]
    assert named(qt, "Sở TTTT", date(2024, 11, 15)) == ["qt.stttt"]
    assert named(qt, "Bộ TTTT", date(2024, 11, 15)) == ["tw.btttt"]
    groups = [name.unit_id for name in reference.names_for(qt, date(2024, 11, 25)) if name.is_group]
    assert "qt.grp.lien_quan" in groups


def test_invented_figures_of_last_year_are_marked(tth: Plan, qt: Plan) -> None:
    for figure in tth.published + qt.published:
        assert figure.is_invented
        assert figure.source == "số liệu minh họa"
        assert (figure.data_from, figure.data_to) == (date(2023, 1, 1), date(2023, 12, 31))
    assert {figure.area_id for figure in tth.published} == {"hue"}


def test_an_invented_figure_of_last_year_goes_on_no_form(tth: Plan) -> None:
    code = tth.published[0].figure_id
    assert tth.base_of(code) is None
    real = replace(tth.published[0], is_invented=False)
    assert replace(tth, published=(real,)).base_of(code) == real.value


def test_owners_of_indicators_hold_a_duty_or_lead_the_task_of_the_indicator(tth: Plan, qt: Plan) -> None:
    for plan in (tth, qt):
        holders = {duty.unit_id for duty in plan.duties}
        for indicator in plan.indicators:
            leads = {
                row.unit_id for row in plan.task_units if row.role == "lead" and row.task_code == indicator.task_code
            }
            assert set(indicator.owners) <= holders | leads, indicator.indicator_code
            assert bool(indicator.owners) == bool(indicator.owners_from)


# a third province is data


def test_a_third_province_is_a_copied_folder(copy: Path) -> None:
    with (copy / "reference/units.csv").open("a", encoding="utf-8") as units:
        units.write("xy.stttt,xy,Sở Thông tin và Truyền thông,Sở TTTT tỉnh XY,Sở TT&TT,so,tinh,,,,KH XY\n")
    new = copy / "plans/xy-2025"
    shutil.copytree(copy / "plans/tth-2024", new)
    for file in (path for path in new.rglob("*") if path.is_file()):
        file.write_text(
            re.sub(r"tth\.(?!stttt)[\w.]+", "xy.stttt", file.read_text(encoding="utf-8"))
            .replace("tth", "xy")
            .replace("xy-2024", "xy-2025"),
            encoding="utf-8",
        )
    reference = load_reference(copy / "reference")
    plan = load_plan(copy, "xy-2025", reference)
    assert plan.province_id == "xy"
    assert [unit.unit_id for unit in expected_units(reference, plan.find_period("2024"))] == ["xy.stttt"]


# what officers' editors do


def test_files_saved_by_excel_are_read(copy: Path) -> None:
    tth = load_plan(copy, "tth-2024", load_reference(copy / "reference"))
    path = copy / "plans/tth-2024/periods.csv"
    text = path.read_text(encoding="utf-8").replace(",", ";").replace("2024-11-15", "15/11/2024")
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert load_plan(copy, "tth-2024", load_reference(copy / "reference")).periods == tth.periods


def test_blank_lines_and_dotted_amounts_are_read(copy: Path) -> None:
    tth = load_plan(copy, "tth-2024", load_reference(copy / "reference"))
    path = copy / "plans/tth-2024/tasks.csv"
    spoil(path, "100000000,", "100.000.000,")
    with path.open("a", encoding="utf-8") as file:
        file.write(",,,,,,,,,,\n")
    assert load_plan(copy, "tth-2024", load_reference(copy / "reference")).tasks == tth.tasks


# what is refused


def test_unknown_plans_and_periods_list_the_known_ones(reference: Reference, tth: Plan) -> None:
    with pytest.raises(DataError, match=r"“hue-2027”.*qt-2024, qt-2025, tth-2024"):
        load_plan(DATA, "hue-2027", reference)
    with pytest.raises(DataError, match="“2023”; các kỳ hiện có: 2024"):
        tth.find_period("2023")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("tasks.csv", "\n2,,", "\n1,,", "tasks.csv, dòng 3: cột “task_code” lặp lại “1” của dòng 2"),
        ("tasks.csv", "\n4.1,4,", "\n4.1,7,", "tasks.csv, dòng 6: không có nhiệm vụ cha “7”"),
        (
            "tasks.csv",
            "400000000,",
            "400 triệu,",
            "tasks.csv, dòng 4: cột “budget_vnd” là “400 triệu”; ghi một số nguyên",
        ),
        (
            "tasks.csv",
            "400000000,",
            "40000000,",
            "cộng lại là 390.000.000 đồng, plan.toml ghi own_line_total_vnd là 750.000.000",
        ),
        ("tasks.csv", "400000000,", ",", "tasks.csv, dòng 4: fund_mode = own_line phải đi cùng budget_vnd"),
        ("tasks.csv", "400000000,", "-400000000,", "tasks.csv, dòng 4: budget_vnd là số âm"),
        (
            "tasks.csv",
            "2024-12-31",
            "2024-11-31",
            "tasks.csv, dòng 2: cột “ends_on” là “2024-11-31”; ghi một ngày có thật",
        ),
        ("tasks.csv", "2024-12-31", "2023-12-31", "tasks.csv, dòng 2: starts_on sau ends_on"),
        ("tasks.csv", ",own_line,", ",rieng,", "cột “fund_mode” là “rieng”; chỉ dùng một trong: own_line, proposal"),
        ("tasks.csv", "task_code,parent_code", "task_code,parent", "dòng 1: cột “parent” không có trong mẫu"),
        ("tasks.csv", "task_code,parent_code", "task_code,parent", "dòng 1: thiếu cột “parent_code”"),
        ("tasks.csv", '1,,"Thông tin tuyên truyền, triển khai các', '1,,"","', "dòng 2: cột “title” để trống"),
        ("tasks.csv", "own_line,\n", "own_line,tth.sgtvt\n", "tasks.csv, dòng 2: không có đơn vị “tth.sgtvt”"),
        ("tasks.csv", "own_line,\n", "own_line,tw.bng\n", "accountable_unit_id “tw.bng” không có trong task_units.csv"),
        (
            "task_units.csv",
            "1,lead,1,tth.stttt",
            "1,advise,1,tth.stttt",
            "tasks.csv, dòng 2: nhiệm vụ 1 chưa có đơn vị chủ trì",
        ),
        (
            "task_units.csv",
            "1,lead,1,tth.stttt",
            "1,lead,1,tth.sotttt",
            "task_units.csv, dòng 2: không có đơn vị “tth.sotttt”",
        ),
        ("task_units.csv", "1,lead,1", "4,lead,1", "task_units.csv, dòng 2: “4” không phải nhiệm vụ cuối cùng"),
        ("results.csv", "\n6,1,", "\n7,1,", "results.csv, dòng 15: “7” không phải nhiệm vụ cuối cùng"),
        (
            "periods.csv",
            "tth.grp.duoc_giao",
            "tth.grp.lien_quan",
            "periods.csv, dòng 2: “tth.grp.lien_quan” không mở ra đơn vị nào",
        ),
        ("periods.csv", "2024-01-01,2024-11-14", "2024-11-14,2024-01-01", "periods.csv, dòng 2: data_from sau data_to"),
        ("indicators.csv", "\npci_rank,", "\npci_score,", "cột “indicator_code” lặp lại “pci_score”"),
        ("published/figures.csv", ",69.10,", ",cao,", "cột “value” là “cao”; ghi một số"),
        (
            "published/figures.csv",
            "web_items,",
            "web_item,",
            "figures.csv, dòng 2: figure_id “web_item” không phải mã chỉ tiêu",
        ),
        ("published/figures.csv", '1186,"tin, bài"', "1186,tin", "unit là “tin”, indicators.csv ghi “tin, bài”"),
        ("published/figures.csv", "2023-01-01,2023-12-31", "2024-01-01,2023-12-31", "data_from sau data_to"),
        ("published/figures.csv", ",yes", ",chắc", "cột “is_invented” là “chắc”; chỉ dùng một trong: yes, no"),
        ("indicators.csv", "tth.skhdt", "tth.khongco", "không có đơn vị “tth.khongco”"),
        ("duties.csv", "1-a,tth.btg", "1-a,tth.btgg", "duties.csv, dòng 2: không có đơn vị “tth.btgg”"),
        ("plan.toml", 'plan_id = "tth-2024"', 'plan_id = "tth-2025"', "ghi đúng tên thư mục “tth-2024”"),
        ("plan.toml", 'province_id = "tth"', 'province_id = "xyz"', "tỉnh “xyz” chưa có đơn vị nào"),
        ("plan.toml", "year = 2024", 'year = "2024"', "mục year: “2024” không dùng được; ghi một số nguyên"),
        ("plan.toml", 'symbol = "BC-STTTT"', 'symbols = "BC-STTTT"', "mục report: thiếu mục “symbol”"),
        ("plan.toml", 'symbol = "BC-STTTT"', 'symbols = "BC-STTTT"', "không có mục “symbols”"),
        (
            "plan.toml",
            'signing_authority = ["Giám đốc"]',
            'signing_authority = "Giám đốc"',
            "ghi một danh sách trong ngoặc vuông",
        ),
        ("plan.toml", "year = 2024", "year = ", "plan.toml, dòng 12: sai cú pháp TOML"),
        ("plan.toml", "year = 2024", "yaer = 2024", "plan.toml, dòng 12: mục yaer: không có mục “yaer”"),
    ],
)
def test_a_wrong_plan_file_is_refused_by_file_line_and_remedy(
    copy: Path, file: str, old: str, new: str, told: str
) -> None:
    spoil(copy / "plans/tth-2024" / file, old, new)
    assert told in refusal(copy)


def test_an_open_group_may_stand_for_a_lead(copy: Path) -> None:
    spoil(copy / "plans/tth-2024/task_units.csv", "3,lead,1,tth.stttt", "3,advise,1,tth.stttt")
    load_plan(copy, "tth-2024", load_reference(copy / "reference"))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("units.csv", "\ntth.sct,", "\ntth.stc,", "units.csv, dòng 14: cột “unit_id” lặp lại “tth.stc” của dòng 13"),
        ("units.csv", "tinh,tth.ubnd", "tinh,tth.ub", "không có đơn vị “tth.ub”"),
        ("aliases.csv", "Sở DL,tth.sdl", "Sở Tài chính,tth.sdl", "“Sở Tài chính” đã chỉ đơn vị tth.stc"),
        ("aliases.csv", "Sở DL,tth.sdl", "sở tc,tth.sdl", "đã chỉ đơn vị tth.sdl"),
        ("groups.csv", "tth.grp.so_nganh,tth.vpubnd", "tth.ubnd,tth.vpubnd", "“tth.ubnd” không phải nhóm"),
        ("groups.csv", "tth.grp.so_nganh,tth.vpubnd", "tth.grp.so_nganh,tth.grp.lien_quan", "không thể là thành viên"),
        ("groups.csv", "tth.grp.baochi,tth.bao", "tth.grp.baochi,tth.grp.duoc_giao", "chứa chính nó"),
    ],
)
def test_a_wrong_unit_file_is_refused(copy: Path, file: str, old: str, new: str, told: str) -> None:
    spoil(copy / "reference" / file, old, new)
    assert told in refusal(copy)


def test_every_mistake_is_told_at_once(copy: Path) -> None:
    spoil(copy / "plans/tth-2024/tasks.csv", "400000000,", "400 triệu,")
    spoil(copy / "plans/tth-2024/periods.csv", "2024-11-15", "15.11.2024")
    with pytest.raises(DataError) as error:
        load_plan(copy, "tth-2024", load_reference(copy / "reference"))
    assert len(error.value.problems) == 2


def test_other_encodings_and_missing_files_are_named(copy: Path) -> None:
    path = copy / "plans/tth-2024/results.csv"
    path.write_bytes(as_tcvn3(path.read_text(encoding="utf-8")).encode("cp1252"))
    assert "tth-2024/results.csv: tệp không phải UTF-8" in refusal(copy)
    path.unlink()
    assert "tth-2024/results.csv: không có tệp này" in refusal(copy)
