"""Areas, names, functions and holders as dated rows: what each day says, and how a wrong row is refused by file, line and remedy."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdnreport.base.home import find_home
from tdnreport.plans import DataError, Reference, load_reference

SHIPPED = find_home().reference
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
REFERENCE = load_reference(SHIPPED)
AREAS = REFERENCE.areas


def holder(area_id: str, function_id: str, on: date) -> str | None:
    row = AREAS.holder_on(area_id, function_id, on)
    return row.unit_id if row else None


# what each day says


def test_a_renamed_province_keeps_its_identity_and_bears_the_name_of_the_day() -> None:
    then, now = (AREAS.name_on("hue", day) for day in (date(2024, 11, 14), date(2025, 11, 14)))
    assert then is not None
    assert now is not None
    assert (then.rank, then.name) == ("tỉnh", "Thừa Thiên Huế")
    assert (now.rank, now.name) == ("thành phố trực thuộc trung ương", "Huế")
    assert AREAS.area_of("tth") == AREAS.area_of("hue") == "hue"


def test_a_code_means_another_province_after_the_merger() -> None:
    assert AREAS.area_with_code("gso", "44", date(2024, 11, 24)) == "qb"
    assert AREAS.area_with_code("gso", "44", date(2025, 11, 24)) == "qtm"
    assert AREAS.area_with_code("gso", "45", date(2025, 11, 24)) is None


def test_the_new_quang_tri_is_made_of_two_whole_provinces() -> None:
    assert AREAS.parts("qtm", date(2024, 11, 24)) == (("qt", 1.0, "whole"), ("qb", 1.0, "whole"))
    assert AREAS.parts("qtm", date(2025, 11, 24)) == (("qtm", 1.0, "whole"),)
    assert AREAS.parts("hue", date(2024, 11, 14)) == (("hue", 1.0, "whole"),)


@pytest.mark.parametrize(
    ("on", "ttdn", "cds"),
    [
        (date(2025, 2, 25), "qt.stttt", "qt.stttt"),
        (date(2025, 5, 15), "qt.svhttdl", "qt.skhcn"),
        (date(2025, 11, 24), "qtm.svhttdl", "qtm.skhcn"),
    ],
)
def test_a_department_that_was_split_has_an_heir_by_function(on: date, ttdn: str, cds: str) -> None:
    area = "qtm" if on >= date(2025, 7, 1) else "qt"
    assert (holder(area, "ttdn", on), holder(area, "cds", on)) == (ttdn, cds)


def test_the_receiving_ministry_changes_on_the_first_of_march_2025() -> None:
    assert holder("tw", "ttdn", date(2025, 2, 28)) == "tw.btttt"
    assert holder("tw", "ttdn", date(2025, 3, 1)) == "tw.bvhttdl"


def test_the_law_of_a_holder_is_the_law_of_the_day() -> None:
    laws = [AREAS.holder_on("hue", "ttdn", day) for day in (date(2025, 6, 15), date(2025, 6, 16))]
    assert [law.legal_basis for law in laws if law] == ["NĐ 45/2025/NĐ-CP", "NĐ 150/2025/NĐ-CP Điều 8 khoản 8"]


def test_a_unit_bears_the_name_of_the_day() -> None:
    names = [REFERENCE.unit_on("tth.h.phongdien", day).name for day in (date(2024, 12, 31), date(2025, 1, 1))]
    assert names == ["UBND huyện Phong Điền", "UBND thị xã Phong Điền"]


def test_what_nobody_has_a_text_for_is_marked() -> None:
    for area_id, function_id in (("hue", "tuyen_giao"), ("qtm", "tuyen_giao"), ("qtm", "dan_toc"), ("qtm", "hai_quan")):
        row = AREAS.holder_on(area_id, function_id, date(2025, 11, 15))
        assert row is not None
        assert (row.confidence, row.legal_basis) == ("unsourced", None)


# properties


@given(DAYS)
def test_on_any_day_a_function_has_at_most_one_holder_who_is_alive(on: date) -> None:
    held = [row for row in AREAS.holders if (row.valid_from or on) <= on <= (row.valid_to or on)]
    assert len({(row.area_id, row.function_id) for row in held}) == len(held)
    assert all(REFERENCE.units[row.unit_id].is_valid(on) for row in held if row.unit_id)


@given(DAYS)
def test_a_function_once_held_is_held_on_every_later_day_or_marked(on: date) -> None:
    """In its area or what the area became; districts end with their level of government."""
    for row in AREAS.holders:
        if AREAS.areas[row.area_id].level == "huyen" or (row.valid_from or date.min) > on:
            continue
        lineage = AREAS.successors(row.area_id, on)
        rows = [other for other in AREAS.holders if other.area_id in lineage and other.function_id == row.function_id]
        is_held = any((other.valid_from or on) <= on <= (other.valid_to or on) for other in rows)
        assert is_held or any(other.confidence == "unsourced" for other in rows), (row.origin, on)


@given(st.sampled_from(["hue", "qtm"]), DAYS)
def test_parts_of_an_area_that_are_whole_add_up_to_it_however_the_past_is_cut(area_id: str, on: date) -> None:
    parts = AREAS.parts(area_id, on)
    assert parts
    for part in parts:
        assert AREAS.exists(part.area_id, on)
        assert area_id in AREAS.successors(part.area_id, date(2026, 12, 31))
        assert part.weight == 1.0


# what is refused


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "reference")
    return tmp_path / "reference"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "holders.csv",
            "hue,cds,hue.stttt,2025-01-01",
            "hue,cds,hue.stttt,2025-01-05",
            "chức năng cds ở hue trống từ 01/01/2025 đến 04/01/2025",
        ),
        (
            "holders.csv",
            "hue,cds,hue.stttt,2025-01-01,2025-02-28",
            "hue,cds,hue.svhtt,2025-01-01,2025-03-05",
            "chức năng cds ở hue chồng với dòng",
        ),
        (
            "holders.csv",
            "hue,du_lich,tth.sdl,,2024-12-31",
            "hue,du_lich,tth.sdl,,2025-02-28",
            "nằm ngoài thời gian tồn tại của đơn vị tth.sdl",
        ),
        (
            "holders.csv",
            "qtm,cong_an,qtm.ca,2025-07-01,,NQ 202/2025/QH15,nld.com.vn,high\n",
            "",
            "qt.ca kết thúc ngày 30/06/2025, chức năng cong_an chưa có đơn vị kế thừa",
        ),
        ("holders.csv", "hue,cong_an,tth.ca", "hue,congan,tth.ca", "không có “congan” trong functions.csv"),
        ("holders.csv", "hue,cong_an,tth.ca", "hu,cong_an,tth.ca", "không có “hu” trong areas.csv"),
        ("holders.csv", "hue,cong_an,tth.ca", "hue,cong_an,tth.congan", "không có “tth.congan” trong units.csv"),
        (
            "holders.csv",
            "hue,cong_an,tth.ca,,2024-12-31,,KH TTH,high",
            "hue,cong_an,tth.ca,,2024-12-31,,,high",
            "chưa ghi legal_basis hoặc source",
        ),
        (
            "area_names.csv",
            "hue,Huế,thành phố trực thuộc trung ương,2025-01-01",
            "hue,Huế,thành phố trực thuộc trung ương,2025-02-01",
            "tên của địa bàn hue trống từ 01/01/2025 đến 31/01/2025",
        ),
        (
            "area_codes.csv",
            "gso,44,qtm,2025-07-01",
            "gso,44,qtm,2025-06-30",
            "area_codes.csv, dòng 5: mã gso 44 chồng với dòng 4",
        ),
        ("area_codes.csv", "gso,44,qtm,2025-07-01", "gso,44,qtm,", "area_codes.csv, dòng 5: cột “valid_from” là “”"),
        (
            "area_links.csv",
            "qb,qtm,2025-07-01,merge,whole,1",
            "qb,qtm,2025-07-01,merge,whole,0.6",
            "tỷ trọng (whole) ra khỏi qb cộng lại là 0.6, phải bằng 1",
        ),
        ("area_links.csv", "qb,qtm,2025-07-01,merge,whole,1", "qb,qtm,2025-07-01,merge,whole,", "weight để trống"),
        ("areas.csv", "qtm,tinh,", "qt,tinh,", "cột “area_id” lặp lại “qt”"),
        ("unit_names.csv", "hue.bchbdbp,Ban Chỉ huy", "hue.bch,Ban Chỉ huy", "không có “hue.bch” trong units.csv"),
        (
            "units.csv",
            "TT BTDT Cố đô Huế,dvsn,tinh,tth.ubnd,,",
            "TT BTDT Cố đô Huế,dvsn,tinh,tth.ubnd,,2025-03-31",
            "tth.btdt kết thúc ngày 31/03/2025 mà không giữ chức năng nào",
        ),
        ("aliases.csv", "Sở DL,tth.sdl|hue.sdl", "Sở DL,", "không có đơn vị “”"),
    ],
)
def test_a_wrong_row_is_refused_by_file_line_and_remedy(copy: Path, file: str, old: str, new: str, told: str) -> None:
    spoil(copy / file, old, new)
    with pytest.raises(DataError) as error:
        load_reference(copy)
    assert told in str(error.value)
    assert any(problem.startswith(f"reference/{file}, dòng ") or file in problem for problem in error.value.problems)


def test_an_unsourced_row_may_leave_a_gap(copy: Path) -> None:
    gap = AREAS.holder_on("hue", "tuyen_giao", date(2025, 1, 15))
    assert gap is None, "nobody has a text for January 2025"
    spoil(copy / "holders.csv", "hue,tuyen_giao,hue.btgdv,2025-02-01", "hue,tuyen_giao,hue.btgdv,2025-03-01")
    assert isinstance(load_reference(copy), Reference)


def test_a_project_adds_its_own_areas_and_holders(tmp_path: Path) -> None:
    (tmp_path / "functions.csv").write_text("function_id,name\ntu_phap,Tư pháp\n", encoding="utf-8")
    header = (SHIPPED / "holders.csv").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "holders.csv").write_text(
        f"{header}\nhue,tu_phap,hue.svhtt,2025-01-01,,Quyết định X,,low\n", encoding="utf-8"
    )
    row = load_reference(SHIPPED, tmp_path).areas.holder_on("hue", "tu_phap", date(2025, 1, 1) + timedelta(days=1))
    assert row is not None
    assert row.legal_basis == "Quyết định X"
