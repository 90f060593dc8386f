"""Cases 26-36 of the field study: numbers, titles and unit names as written → the task or unit meant."""

import pytest
from cases import vocabulary

TITLE = "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng"


def task(code: str, kind: str = "s", title: str = "") -> str | None:
    return vocabulary().tasks.match_task(code, kind, title).task_code


def unit(text: str, plan_id: str = "tth-2024") -> str | None:
    return vocabulary(plan_id).units.match_unit(text).unit_id


def units(text: str, plan_id: str = "tth-2024") -> list[str | None]:
    return [name.unit_id for name in vocabulary(plan_id).units.match_units(text)]


def test_case_26_a_code_stored_as_a_number_is_the_same_code() -> None:
    assert (task("4.1", "n"), task("1", "n"), task("1.0")) == ("4.1", "1", "1")


@pytest.mark.parametrize("cell", ["2024-01-04", "2024-04-01", "45295", "45383"])
def test_case_27_a_code_that_excel_took_for_a_date_is_read_back(cell: str) -> None:
    assert task(cell, "d" if "-" in cell else "n", TITLE) == "4.1"


@pytest.mark.parametrize("cell", ["", "nt", "-", "IV", "a)", "1"])
def test_case_28_where_the_number_says_nothing_the_title_decides(cell: str) -> None:
    assert task(cell, "s", TITLE) == "4.1"


@pytest.mark.parametrize("cell", ["I.4.1", "II-4.1", "Nhiệm vụ 4.1", "4.1)", "(4.1)"])
def test_case_29_a_code_may_have_a_section_before_it(cell: str) -> None:
    assert task(cell) == "4.1"


@pytest.mark.parametrize(
    "text", ["Sở TTTT", "Sở TT&TT", "STTTT", "Sở Thông tin và TT", "Thông tin và Truyền thông", "S. TT&TT"]
)
def test_case_30_a_unit_is_written_many_ways(text: str) -> None:
    assert unit(text) == "tth.stttt"


@pytest.mark.parametrize("text", ["BCH BDBP", "BCH Bộ đội Biên phòng", "Bộ Chỉ huy Bộ Đội biên phòng", "BCH BĐBP tỉnh"])
def test_case_30_the_border_guard_is_written_many_ways(text: str) -> None:
    assert unit(text) == "tth.bchbdbp"


@pytest.mark.parametrize("text", ["Đề nghị Ban Tuyên giáo Tỉnh ủy chủ trì triển khai", "Mời Ban Tuyên giáo Tỉnh ủy"])
def test_case_31_polite_words_around_a_unit_are_no_part_of_it(text: str) -> None:
    assert unit(text) == "tth.btg"


def test_case_32_lists_of_units_have_mixed_separators() -> None:
    assert units("Sở VHTT; Sở Ngoại vụ, Sở KH&ĐT") == ["tth.svhtt", "tth.sngv", "tth.skhdt"]
    assert units("Sở Du lịch + Sở Tài chính\nCông an tỉnh") == ["tth.sdl", "tth.stc", "tth.ca"]
    assert units("UBND các huyện Hướng Hóa và Đakrông", "qt-2024") == ["qt.h.huonghoa", "qt.h.dakrong"]


@pytest.mark.parametrize(
    ("text", "unit_id"),
    [
        ("Sở Văn hoá và Thể thao", "tth.svhtt"),
        ("UBND thị xã Hương Thuỷ", "tth.h.huongthuy"),
        ("Uỷ ban nhân dân huyện A Lưới", "tth.h.aluoi"),
        ("Sở Công Thương tỉnh TT-Huế", "tth.sct"),
    ],
)
def test_case_33_spelling_variants_are_one_name(text: str, unit_id: str) -> None:
    assert unit(text) == unit_id


def test_case_34_a_typing_slip_is_forgiven_but_never_in_a_place() -> None:
    assert unit("Sở Thông tin và Truyền thôngg") == "tth.stttt"
    assert unit("UBND huyện Phú Lang") is None


def test_case_35_the_former_name_counts_where_the_new_one_follows() -> None:
    assert unit("Sở TT&TT (nay là Sở VHTT)") == "tth.stttt"


def test_case_36_spaces_of_any_kind_do_not_matter() -> None:
    assert unit("Sở\u00a0Tài  chính\u200b ") == "tth.stc"
