"""Who stands for a unit on another day, and a plan whose units have ended."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from tdnreport.base.home import find_home
from tdnreport.plans import DataError, expected_units, load_plan, load_reference, ref_tables
from tdnreport.plans.heirs import counterpart, unit_in_charge, units_in_charge

DATA = find_home().data
REFERENCE = load_reference(find_home().reference)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("plans", "reference"):
        shutil.copytree(DATA / name, tmp_path / name)
    return tmp_path


def copy_by_hand(data: Path, plan_id: str, new_id: str, year: str = "2025") -> Path:
    """What an officer does: copy the folder and put the new year for the old one."""
    new = data / "plans" / new_id
    shutil.copytree(data / "plans" / plan_id, new)
    for path in (path for path in new.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8").replace(plan_id, new_id)
        path.write_text(text.replace("2024", year), encoding="utf-8")
    return new


# heirs


@pytest.mark.parametrize(
    ("unit_id", "on", "heir"),
    [
        ("tth.stttt", date(2024, 12, 31), "tth.stttt"),
        ("tth.stttt", date(2025, 1, 1), "hue.stttt"),
        ("tth.stttt", date(2025, 11, 15), "hue.svhtt"),
        ("tth.skhdt", date(2025, 11, 15), "hue.stc"),
        ("tth.stnmt", date(2025, 11, 15), "hue.snnmt"),
        ("tth.bao", date(2025, 11, 15), "hue.ttt"),
        ("tth.ubnd", date(2025, 11, 15), "hue.ubnd"),
        ("qt.stttt", date(2025, 5, 15), "qt.svhttdl"),
        ("qt.stttt", date(2025, 11, 24), "qtm.svhttdl"),
        ("qb.dai", date(2025, 5, 15), "qb.baodai"),
        ("qb.dai", date(2025, 11, 24), "qtm.bptth"),
        ("qt.cuchq", date(2025, 11, 24), None),
        ("tth.h.aluoi", date(2025, 6, 30), "tth.h.aluoi"),
        ("tth.h.aluoi", date(2025, 7, 1), "hue.grp.xa"),
        ("qt.h.dakrong", date(2025, 11, 24), "qtm.grp.xa"),
        ("hue.svhtt", date(2024, 11, 15), None),
    ],
)
def test_the_heir_of_a_unit_holds_its_main_function(unit_id: str, on: date, heir: str | None) -> None:
    assert unit_in_charge(REFERENCE, unit_id, on) == heir


def test_a_named_function_goes_to_its_own_heir() -> None:
    on = date(2025, 11, 24)
    heirs = {function: unit_in_charge(REFERENCE, "qt.stttt", on, function) for function in ("ttdn", "bao_chi", "cds")}
    assert heirs == {"ttdn": "qtm.svhttdl", "bao_chi": "qtm.svhttdl", "cds": "qtm.skhcn"}


def test_a_group_opens_to_the_heirs_of_its_members_each_once() -> None:
    units = units_in_charge(REFERENCE, "tth.grp.so_nganh", date(2025, 11, 15))
    assert units == (
        "hue.vpubnd", "hue.svhtt", "hue.sngv", "hue.sdl", "hue.stc", "hue.sct", "hue.snnmt", "hue.snv", "hue.skhcn",
    )  # fmt: skip
    assert len(units_in_charge(REFERENCE, "tth.grp.ubnd_huyen", date(2025, 1, 1))) == 9
    assert units_in_charge(REFERENCE, "tth.grp.ubnd_huyen", date(2025, 7, 1)) == ()


def test_a_late_report_under_the_new_name_is_the_predecessors() -> None:
    due = date(2024, 11, 15)
    assert counterpart(REFERENCE, "hue.stttt", due, "hue") == "tth.stttt"
    assert counterpart(REFERENCE, "hue.svhtt", due, "hue") == "tth.svhtt"
    assert counterpart(REFERENCE, "hue.skhcn", due, "hue") is None, (
        "its main function has no holder in the list of 2024"
    )
    assert counterpart(REFERENCE, "qtm.svhttdl", due, "qt") == "qt.svhttdl"
    assert counterpart(REFERENCE, "qtm.svhttdl", due, "qb") is None


# a split department owes by function


def test_duties_of_a_split_department_are_owed_by_the_holders_of_their_functions(data: Path) -> None:
    folder = data / "plans" / "qt-2024"
    text = (folder / "duties.csv").read_text(encoding="utf-8").splitlines()
    rows = ["1,qt.stttt,1,,Tham mưu,lead,ttdn", "3,qt.stttt,1,,Báo cáo,lead,ttdn", "9,qt.stttt,1,,Cổng,lead,cds"]
    (folder / "duties.csv").write_text(
        "\n".join([f"{text[0].removesuffix(',function_id')},function_id", *rows, ""]), encoding="utf-8"
    )
    period = "2025,Năm 2025,2025-01-01,2025-11-24,trước ngày 24/11,2025-11-24,qt.stttt,qt.ubnd,,year"
    header = (folder / "periods.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "periods.csv").write_text(f"{header}\n{period}\n", encoding="utf-8")
    toml = folder / "plan.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("year = 2024", "year = 2025"), encoding="utf-8")
    plan = load_plan(data, "qt-2024", REFERENCE)
    assert [unit.unit_id for unit in expected_units(REFERENCE, plan.periods[0], plan)] == ["qtm.svhttdl", "qtm.skhcn"]
    owed = ref_tables(REFERENCE, plan, plan.periods[0])["duties"].select("duty_code", "unit_id", "function_id").rows()
    assert owed == [("1", "qtm.svhttdl", "ttdn"), ("3", "qtm.svhttdl", "ttdn"), ("9", "qtm.skhcn", "cds")]


def test_what_an_heir_owes_names_the_function_by_which_and_what_is_asked_of_a_unit_itself_none() -> None:
    hue = load_plan(DATA, "hue-2025", REFERENCE)
    rows = ref_tables(REFERENCE, hue, hue.find_period("2025"))["task_units"]
    owed = dict(rows.filter(task_code="1", role="lead").select("unit_id", "function_id").rows())
    assert owed == {"hue.svhtt": "ttdn"}
    assert rows.filter(task_code="1").filter(unit_id="hue.svhtt")["via_group"].to_list() == [None], (
        "an heir is no member"
    )
    tth = load_plan(DATA, "tth-2024", REFERENCE)
    rows = ref_tables(REFERENCE, tth, tth.find_period("2024"))["task_units"]
    assert rows["function_id"].null_count() == rows.height


# a plan copied by hand


def test_a_plan_copied_to_a_year_in_which_its_units_have_ended_stops_and_names_them(data: Path) -> None:
    copy_by_hand(data, "tth-2024", "hue-moi")
    with pytest.raises(DataError) as error:
        load_plan(data, "hue-moi", REFERENCE)
    [problem] = error.value.problems
    plan = load_plan(data, "tth-2024", REFERENCE)
    leads = {row.unit_id for row in plan.task_units if row.role == "lead"}
    assert all(f"({unit_id}, đến 31/12/2024)" in problem for unit_id in leads)
    assert "tdnreport next-year --plan" in problem
    assert "tw." not in problem


def test_a_plan_copied_to_2026_names_the_districts_and_departments_of_quang_tri(data: Path) -> None:
    copy_by_hand(data, "qt-2024", "qt-2026", "2026")
    with pytest.raises(DataError, match=r"qt\.stttt, đến 28/02/2025.*qt\.h\.dakrong, đến 30/06/2025"):
        load_plan(data, "qt-2026", REFERENCE)


def test_a_unit_that_ends_within_the_year_has_an_heir_or_the_load_stops(data: Path) -> None:
    copy_by_hand(data, "qt-2024", "qt-moi")
    assert load_plan(data, "qt-moi", REFERENCE).year == 2025, "every unit of it lived on 01/01/2025"
    holders = data / "reference" / "holders.csv"
    rows = holders.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if not row.startswith(("qtm,hai_quan", "qt,hai_quan"))]
    holders.write_text("".join([*kept, "qt,hai_quan,qt.cuchq,,2024-06-30,,KH QT,high\n"]), encoding="utf-8")
    with pytest.raises(DataError, match=r"\(qt\.cuchq\) kết thúc ngày 30/06/2025.*không có đơn vị kế thừa"):
        load_plan(data, "qt-moi", load_reference(data / "reference"))


def test_a_unit_that_is_not_founded_yet_is_refused(data: Path) -> None:
    path = data / "plans" / "tth-2024" / "task_units.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("1,lead,1,tth.stttt", "1,lead,1,hue.stttt", 1), encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"\(hue\.stttt\) từ 01/01/2025 mới có"):
        load_plan(data, "tth-2024", REFERENCE)


def test_days_of_another_year_than_the_plans_are_refused(data: Path) -> None:
    path = data / "plans" / "tth-2024" / "plan.toml"
    path.write_text(re.sub("year = 2024", "year = 2025", path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(
        DataError, match=r"periods\.csv, dòng 2: số liệu từ 01/01/2024 đến 14/11/2024, kế hoạch là của năm 2025"
    ):
        load_plan(data, "tth-2024", REFERENCE)


def test_the_report_names_a_lead_that_ended_with_its_heir_and_law_and_no_heir_without_a_source() -> None:
    hue, qt = (load_plan(DATA, plan_id, REFERENCE) for plan_id in ("hue-2025", "qt-2025"))
    names = dict(ref_tables(REFERENCE, hue, hue.find_period("2025"))["tasks"].select("task_code", "leads_text").rows())
    assert (
        names["1"]
        == "Sở Thông tin và Truyền thông, nay là Sở Văn hóa và Thể thao theo NĐ 150/2025/NĐ-CP Điều 8 khoản 8"
    )
    assert names["4.2"].startswith("Sở Văn hóa và Thể thao; ")
    names = dict(ref_tables(REFERENCE, qt, qt.find_period("2025"))["tasks"].select("task_code", "leads_text").rows())
    assert names["13"] == "Sở Văn hóa, Thể thao và Du lịch", "an heir of the same name needs no word"
    helpers = (
        ref_tables(REFERENCE, qt, qt.find_period("2025"))["tasks"].filter(task_code="10.1")["coordinators_text"].item()
    )
    assert "Ban Dân tộc, đơn vị kế thừa cần đối chiếu" in helpers
    assert "Dân tộc và Tôn giáo" not in helpers
