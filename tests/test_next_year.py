"""`next-year`: a plan → the draft of the following year's, written, read back, and what it asks its officer."""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tdnreport.app.next_year import TO_CONFIRM, draft_text, draft_year
from tdnreport.base.data_error import Place
from tdnreport.base.home import Home, find_home
from tdnreport.cli import app
from tdnreport.plans import DataError, Plan, expected_units, load_plan, load_reference
from tdnreport.plans.load import load_plan_folder
from tdnreport.plans.next_year import PlanDraft, TaskResult, draft_next_plan
from tdnreport.plans.units_of_time import named_units
from tdnreport.plans.write_plan import write_plan

DATA = find_home().data
REFERENCE = load_reference(find_home().reference)
SHIPPED = ("hue-2025", "qt-2025", "hue-2026")


def draft(plan_id: str, new_id: str, results: dict[str, TaskResult] | None = None) -> PlanDraft:
    return draft_next_plan(REFERENCE, load_plan(DATA, plan_id, REFERENCE), new_id, results)


def without_places(value: Any) -> Any:
    """A plan without the lines that its rows stand on."""
    nowhere = Place(Path(), 0)
    return replace(
        value,
        **{
            field.name: tuple(replace(row, origin=nowhere) for row in rows)
            for field in fields(value)
            if isinstance(rows := getattr(value, field.name), tuple)
        },
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    for name in ("plans", "reference"):
        shutil.copytree(DATA / name, tmp_path / "data" / name)
    return Home(tmp_path)


# what is drafted


def test_heirs_stand_in_place_of_bodies_that_ended() -> None:
    plan = draft("tth-2024", "hue-2025").plan
    units = [REFERENCE.units[unit_id] for unit_id in named_units(plan)]
    assert all((unit.valid_to or date.max) >= date(2025, 1, 1) for unit in units)
    leads = {row.task_code: row.unit_id for row in plan.task_units if row.role == "lead" and row.seq == 1}
    assert leads == {
        "1": "hue.stttt", "2": "hue.btgdv", "3": "hue.stttt", "4.1": "hue.stttt", "4.2": "hue.svhtt", "4.3": "hue.sct", "5": "hue.stttt",
        "6": "hue.stttt",
    }  # fmt: skip
    assert (plan.province_id, plan.area, plan.province, plan.year) == ("hue", "hue", "Huế", 2025)


def test_the_report_goes_from_who_holds_the_field_on_the_due_date_to_the_ministry_of_that_day() -> None:
    form = draft("tth-2024", "hue-2025").plan.report
    assert (form.parent_body, form.issuing_body, form.symbol) == (
        "UBND thành phố Huế",
        ("Sở Văn hóa và Thể thao",),
        "BC-SVHTT",
    )
    assert form.addressees == (
        "Ủy ban nhân dân thành phố Huế",
        "Bộ Văn hóa, Thể thao và Du lịch (Cục Thông tin cơ sở và Thông tin đối ngoại)",
    )
    assert form.subject[-1] == "trên địa bàn thành phố Huế"


def test_days_move_by_a_year_and_texts_of_the_year_follow() -> None:
    plan = draft("qt-2024", "qt-2025").plan
    assert [(row.period_id, row.data_from, row.due_on) for row in plan.periods] == [
        ("2025-h1", date(2025, 1, 1), date(2025, 5, 25)),
        ("2025", date(2025, 1, 1), date(2025, 11, 25)),
    ]
    assert plan.title == "Kế hoạch Công tác thông tin đối ngoại của tỉnh Quảng Trị năm 2025"
    citations = [row.number for row in plan.legal_basis]
    assert "25/2019/QĐ-UBND" in citations, "years of documents stay"


def test_in_the_year_of_a_merger_each_period_asks_the_bodies_of_its_day() -> None:
    plan = load_plan(DATA, "qt-2025", REFERENCE)
    half, year = (expected_units(REFERENCE, period, plan) for period in plan.periods)
    assert {unit.unit_id.split(".")[0] for unit in half} == {"qt"}
    assert {unit.unit_id.split(".")[0] for unit in year} == {"qtm"}
    assert "qt.svhttdl" in {unit.unit_id for unit in half}
    assert "qtm.svhttdl" in {unit.unit_id for unit in year}


def test_two_bodies_with_one_heir_stand_once_a_task() -> None:
    plan = draft("hue-2025", "hue-2026").plan
    rows = [(row.task_code, row.unit_id) for row in plan.task_units]
    assert len(rows) == len(set(rows))
    assert ("1", "hue.ttt") in rows, "newspaper and broadcaster have become one"


def test_unfinished_tasks_and_money_left_over_are_carried_and_asked_about() -> None:
    results = {"3": TaskResult("doing", 400_000_000, 318_500_000), "1": TaskResult("done", 100_000_000, 100_000_000)}
    made = draft("tth-2024", "hue-2025", results)
    links = {link.from_task: link.relation for link in made.plan.task_links}
    assert links["3"] == "carried_over"
    assert links["1"] == "same"
    assert made.plan.budget_moves == (), "what is not decided on is in no figure"
    [question] = [question for question in made.questions if "còn 81.500.000 đồng" in question]
    assert "3,hue.stttt,,carried_in,81500000," in question
    assert {link.to_task for link in made.plan.task_links} == {task.task_code for task in made.plan.leaf_tasks}


def test_the_most_doubtful_is_asked_first() -> None:
    questions = draft("tth-2024", "hue-2025").questions
    doubtful = ["CHƯA CÓ NGUỒN" in question for question in questions]
    assert doubtful[0]
    assert doubtful == sorted(doubtful, reverse=True)
    assert any("hue.btgdv" in question for question in questions[: sum(doubtful)])
    assert any(
        "(hue.stttt) kết thúc ngày 28/02/2025" in question and "cds → hue.skhcn" in question for question in questions
    )
    assert len(set(questions)) == len(questions)


def test_a_group_without_a_list_asks_nobody_and_is_told_first() -> None:
    made = draft("qt-2025", "qt-2026")
    assert {unit for period in made.plan.periods for unit in period.reporters} == {"qtm.grp.so_nganh"}
    assert any("(qtm.grp.xa): chưa có danh sách" in question for question in made.questions[:2])


def test_a_festival_with_a_year_in_its_name_is_asked_about() -> None:
    assert any("Lễ hội Vì Hòa bình năm 2024" in question for question in draft("qt-2024", "qt-2025").questions)


# written and read back


@pytest.mark.parametrize("plan_id", ["tth-2024", "qt-2024", *SHIPPED])
def test_a_plan_written_is_read_back_the_same(plan_id: str, tmp_path: Path) -> None:
    plan = load_plan(DATA, plan_id, REFERENCE)
    (tmp_path / plan_id).mkdir()
    write_plan(plan, tmp_path / plan_id, ["Một dòng ghi chú."])
    assert without_places(load_plan_folder(tmp_path / plan_id, REFERENCE)) == without_places(plan)


@pytest.mark.parametrize("plan_id", ["tth-2024", "qt-2024", "hue-2025", "qt-2025"])
def test_a_draft_can_be_loaded_at_once(home: Home, plan_id: str) -> None:
    drafted = draft_year(home, plan_id, home.data / "plans" / "moi")
    assert drafted.faults == ()
    assert isinstance(load_plan(home.data, "moi", REFERENCE), Plan)
    listed = (drafted.folder / TO_CONFIRM).read_text(encoding="utf-8")
    assert all(f"- [ ] {question}" in listed for question in drafted.questions)
    assert draft_text(drafted)[2] == f"1. {drafted.questions[0]}"


def test_a_folder_that_holds_anything_is_left_alone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TDNREPORT_HOME", str(home.root))
    out = home.data / "plans" / "qt-2024"
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    answer = CliRunner().invoke(app, ["next-year", "--plan", "tth-2024", "--out", str(out)])
    assert answer.exit_code == 2
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


# shipped plans


@pytest.mark.parametrize("plan_id", SHIPPED)
def test_shipped_plans_say_that_they_are_illustrations(plan_id: str) -> None:
    plan = load_plan(DATA, plan_id, REFERENCE)
    assert plan.title.endswith("(minh họa)")
    assert "số liệu minh họa" in (DATA / "plans" / plan_id / "plan.toml").read_text(encoding="utf-8")
    assert plan.published == ()
    assert {task.budget_text for task in plan.tasks if task.budget_vnd} <= {"số liệu minh họa"}


@pytest.mark.parametrize("plan_id", SHIPPED)
def test_a_report_of_a_shipped_plan_names_no_receiver_without_a_source(plan_id: str) -> None:
    form = load_plan(DATA, plan_id, REFERENCE).report
    unsourced = {
        REFERENCE.units[row.unit_id].name
        for row in REFERENCE.areas.holders
        if row.unit_id and all(held.confidence == "unsourced" for held in REFERENCE.areas.held_by(row.unit_id))
    }
    assert not [
        line for line in (*form.addressees, *form.recipients, form.parent_body) for name in unsourced if name in line
    ]


# rules of what joins two years


@pytest.mark.parametrize(
    ("file", "row", "told"),
    [
        ("task_links.csv", "tth-2024,1,,same,,", "relation same không hợp với from_task, to_task"),
        ("task_links.csv", "tth-2024,1,9,same,,", "“9” không có trong tasks.csv"),
        ("task_links.csv", ",1,1,same,,", "from_plan và from_task phải đi cùng nhau"),
        ("task_links.csv", ",,1,continued,,", "cột “relation” là “continued”"),
    ],
)
def test_a_wrong_link_is_refused(home: Home, file: str, row: str, told: str) -> None:
    path = home.data / "plans" / "hue-2025" / file
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_plan(home.data, "hue-2025", REFERENCE)
    assert told in str(error.value)
