"""Personal data is covered wherever it is written, figures are not; text from outside cannot steer a terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdnreport.base.privacy import (
    EMAIL,
    IDENTITY,
    PHONE,
    SUSPECT,
    gravest_marking,
    personal_data_kinds,
    redact,
    strip_unprintable,
)


@pytest.mark.parametrize(
    "number",
    [
        "0912345678", "0912 345 678", "0912.345.678", "0912-345-678", "091 234 5678", "09 1234 5678", "0912\u00a0345\u00a0678",
        "+84912345678", "+84 912 345 678", "84912345678", "(+84) 912 345 678", "0234.3822.123", "(0234) 3822 123", "02343822123",
        "024 3823 4567", "054.3822222",
    ],
)  # fmt: skip
def test_phone_numbers_of_every_spelling_are_covered(number):
    assert redact(f"Liên hệ: {number}, phòng 2") == "Liên hệ: [số điện thoại], phòng 2"
    assert personal_data_kinds(number) == (PHONE,)


@pytest.mark.parametrize(
    "address", ["a.nguyen@hue.gov.vn", "ttdn_2024+x@gmail.com", "Sở@thuathienhue.gov.vn", "a @ b.vn"]
)
def test_mail_addresses_are_covered(address):
    assert redact(f"gửi về {address}.") == "gửi về [thư điện tử]."


@pytest.mark.parametrize(
    "text",
    [
        "046093001234",
        "046 093 001 234",
        "số CCCD 046093001234",
        "CMND: 191234567",
        "Căn cước công dân số 191 234 567",
        "hộ chiếu C1234567",
    ],
)
def test_identity_numbers_are_covered(text):
    assert personal_data_kinds(f"Ông A, {text}, đi Lào") == (IDENTITY,)
    assert not any(char.isdigit() for char in redact(f"Ông A, {text}, đi Lào"))


@pytest.mark.parametrize(
    "text",
    [
        "1.234.567,8 đồng", "912.345.678 đồng", "100.000.000", "15/11/2024", "từ 05.11.2024 10 đoàn", "05.11.2024 - 07.12.2024",
        "Kế hoạch số 0123456789/KH-UBND", "0.333333333", "0,333333333", "giai đoạn 2021-2025, 2026-2030", "Số 1873/BC-STTTT",
        "02 ấn phẩm, 03 hội nghị, 05 đoàn", "tổng đài 1900 1234", "@cmd", "250000000", "2024-11-15 08:30", "3300101234 (mã số thuế)",
        "https://vietnam.vn/p/0912345678901234", "12 000 000 000",
    ],
)  # fmt: skip
def test_figures_dates_and_document_numbers_stay(text):
    assert redact(text) == text


def test_several_in_one_text_are_each_covered_once():
    text = "A (0912345678, a@b.vn), CCCD 046093001234"
    assert redact(text) == "A ([số điện thoại], [thư điện tử]), CCCD [số định danh]"
    assert personal_data_kinds(text) == (PHONE, EMAIL, IDENTITY)


PIECES = [
    *"0123456789",
    " ",
    ".",
    "-",
    "(",
    ")",
    "+84",
    "84",
    "0912",
    "(0234)",
    "CCCD ",
    "Hộ chiếu C",
    "a@b.vn",
    ", ",
    "x",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_the_database_looks_closer_at_every_text_that_holds_personal_data(text):
    assert not personal_data_kinds(text) or re.search(SUSPECT, text)


@given(st.text())
def test_covering_twice_changes_nothing_more_and_leaves_nothing(text):
    assert redact(redact(text)) == redact(text)
    assert personal_data_kinds(redact(text)) == ()


def test_a_text_of_half_a_megabyte_is_covered_whatever_it_repeats():
    for piece in ("a", "a ", "0 ", "1234567890", "a@", "@", "a@b.vn ", "0912", "(", "+84", "."):
        assert "0912345678" not in redact(f"{piece * (500_000 // len(piece))}; 0912345678")


@given(st.text())
def test_nothing_printed_steers_a_terminal(text):
    shown = strip_unprintable(text + "\x1b]0;x\x07\x9b2J\u202e\u2066\x00\ud800")
    assert not any(char < " " and char not in "\n\t" for char in shown)
    assert not set(shown) & set("\x7f\x9b\u202e\u2066\u200f\ud800")
    shown.encode("utf-8")


def test_the_gravest_marking_counts():
    assert gravest_marking(["LƯU HÀNH NỘI BỘ", "(Mật)"]) == "MẬT"
    assert gravest_marking(["Độ mật: Tối mật", "MẬT"]) == "TỐI MẬT"
    assert gravest_marking([]) is None


def test_an_address_that_hangs_on_another_is_covered_too():
    assert redact("an@hue.vn..binh@hue.vn") == "[thư điện tử][thư điện tử]"
