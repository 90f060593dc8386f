"""`units` and `who`: the bodies of a day and the holder of a function, with law and source, as text and as JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from tdnreport.app.units import UNSOURCED, units_of_day, units_rows
from tdnreport.app.who import holder_of_day, holder_text
from tdnreport.base.home import find_home
from tdnreport.cli import app
from tdnreport.plans import DataError, load_reference

REFERENCE = load_reference(find_home().reference)
RUN = CliRunner()


def test_the_departments_of_hue_in_november_2025() -> None:
    units = {unit.unit_id: unit for unit in units_of_day(REFERENCE, date(2025, 11, 15), "hue")}
    assert {"hue.ubnd", "hue.svhtt", "hue.skhcn", "tth.btdt"} <= units.keys()
    assert not {"tth.svhtt", "hue.stttt", "hue.grp.so_nganh"} & units.keys()
    assert {row.function_id for row in units["hue.svhtt"].functions} == {"van_hoa", "ttdn", "bao_chi"}
    assert set(units["hue.ttt"].stands_for) == {"tth.bao", "tth.dai", "hue.bao", "hue.dai"}


def test_an_area_that_was_merged_shows_the_bodies_of_the_new_one() -> None:
    ids = {unit.unit_id.split(".")[0] for unit in units_of_day(REFERENCE, date(2025, 11, 15), "qb")}
    assert ids == {"qtm"}


def test_what_no_text_says_is_marked_and_gives_no_law() -> None:
    units = units_of_day(REFERENCE, date(2025, 11, 15), "hue")
    [row] = [row for row in units_rows(REFERENCE, units) if row[0] == "hue.btgdv"]
    assert UNSOURCED in row[2]
    assert row[3] == ""
    lines = holder_text(REFERENCE, holder_of_day(REFERENCE, "tuyen_giao", "hue", date(2025, 11, 15)))
    assert UNSOURCED in lines[1]


def test_who_names_holder_law_and_those_before() -> None:
    found = holder_of_day(REFERENCE, "ttdn", "qt", date(2025, 11, 24))
    assert (found.area_id, found.holder and found.holder.unit_id) == ("qtm", "qtm.svhttdl")
    assert [row.unit_id for row in found.earlier] == ["qt.svhttdl", "qt.svhttdl", "qt.stttt"]
    text = "\n".join(holder_text(REFERENCE, found))
    assert "Địa bàn qt nay thuộc tỉnh Quảng Trị (qtm)." in text
    assert "Căn cứ: NĐ 150/2025/NĐ-CP Điều 8 khoản 8." in text


@pytest.mark.parametrize(
    ("function_id", "area_id", "told"),
    [("tdn", "hue", "Không có chức năng “tdn”; các chức năng hiện có:"), ("ttdn", "hu", "Không có địa bàn “hu”")],
)
def test_an_unknown_function_or_area_lists_the_known_ones(function_id: str, area_id: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        holder_of_day(REFERENCE, function_id, area_id, date(2025, 11, 15))


def test_both_commands_speak_json() -> None:
    who = RUN.invoke(app, ["who", "ttdn", "--area", "tw", "--on", "2025-02-28", "--json"])
    assert json.loads(who.stdout)["holder"]["unit_id"] == "tw.btttt"
    units = RUN.invoke(app, ["units", "--on", "2025-05-15", "--area", "qb", "--json"])
    assert [unit["unit_id"] for unit in json.loads(units.stdout)] == ["qb.ubnd", "qb.baodai"]
    assert RUN.invoke(app, ["units", "--on", "2025-05-15", "--area", "xx"]).exit_code == 2
