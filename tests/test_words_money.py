import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_writers import WRITERS, as_misread_utf8, as_tcvn3, as_vni
from shipped import read_money

from tdnreport.vietnamese.money import Money

DONG, NGHIN, TRIEU, TY = 1, 10**3, 10**6, 10**9


@pytest.mark.parametrize(
    ("text", "scale", "vnd"),
    [
        ("100.000.000", DONG, 100_000_000),
        ("100,000,000", DONG, 100_000_000),
        ("100 000 000", DONG, 100_000_000),
        ("100\u00a0000\u202f000", DONG, 100_000_000),
        ("100'000'000", DONG, 100_000_000),
        ("100’000’000 đ", DONG, 100_000_000),
        ("100000000", DONG, 100_000_000),
        ("'100000000", DONG, 100_000_000),
        ("100.000.000đ", DONG, 100_000_000),
        ("100.000.000 VNĐ", DONG, 100_000_000),
        ("VND 100,000,000", DONG, 100_000_000),
        ("₫100.000.000", DONG, 100_000_000),
        ("100.000.000 ₫", DONG, 100_000_000),
        ("100.000.000,-", DONG, 100_000_000),
        ("100.000.000,00", DONG, 100_000_000),
        ("100,000,000.00", DONG, 100_000_000),
        ("１００.０００.０００", DONG, 100_000_000),
        ("100.000.000 đồng./.", DONG, 100_000_000),
        ("100.000.000 đồng (Bằng chữ: Một trăm triệu đồng)", DONG, 100_000_000),
        ("100tr", DONG, 100_000_000),
        ("100 triệu", DONG, 100_000_000),
        ("100 triệu\nđồng", DONG, 100_000_000),
        ("100 TRIỆU", DONG, 100_000_000),
        ("100 trieu dong", DONG, 100_000_000),
        ("100 trđ", DONG, 100_000_000),
        ("100 tr.đ", DONG, 100_000_000),
        ("0,1 tỷ", DONG, 100_000_000),
        ("0.1 tỉ", DONG, 100_000_000),
        ("0,125 tỷ", DONG, 125_000_000),
        ("100.000 (nghìn đồng)", DONG, 100_000_000),
        ("100.000 ngàn", DONG, 100_000_000),
        ("250 nghìn", DONG, 250_000),
        ("250k", DONG, 250_000),
        ("95,4 triệu", DONG, 95_400_000),
        ("95.4 triệu", TRIEU, 95_400_000),
        ("1,5 tỉ", DONG, 1_500_000_000),
        ("2,125 tỷ đồng", DONG, 2_125_000_000),
        ("1.250 triệu", DONG, 1_250_000_000),
        ("1 tỷ 200 triệu", DONG, 1_200_000_000),
        ("1 tỷ 200 triệu 500 nghìn đồng", DONG, 1_200_500_000),
        ("0", DONG, 0),
        ("0 tỷ", DONG, 0),
        ("0đ", DONG, 0),
        ("250.000", DONG, 250_000),
        ("250,000", DONG, 250_000),
        ("250.000", NGHIN, 250_000_000),
        ("95,4", TRIEU, 95_400_000),
        ("95.4", TRIEU, 95_400_000),
        ("318,55", TRIEU, 318_550_000),
        ("1.234", TRIEU, 1_234_000_000),
        ("1.234,5", TRIEU, 1_234_500_000),
        ("1,234.5", TRIEU, 1_234_500_000),
        ("1.234,567", TRIEU, 1_234_567_000),
        ("0,125", TY, 125_000_000),
        ("100.000.000 đồng", TRIEU, 100_000_000),
        ("500 đồng", DONG, 500),
    ],
)
def test_an_amount_is_read_however_it_is_written(text: str, scale: int, vnd: int) -> None:
    assert read_money(text, "s", scale) == Money(vnd)


@pytest.mark.parametrize(
    ("text", "scale", "vnd"),
    [
        ("120000000", DONG, 120_000_000),
        ("35", TRIEU, 35_000_000),
        ("95.4", TRIEU, 95_400_000),
        ("0.30000000000000004", TRIEU, 300_000),
        ("33.333333333333336", TRIEU, 33_333_333),
        ("1e+16", DONG, 10**16),
        ("0", DONG, 0),
        ("77.625", TRIEU, 77_625_000),
        ("1", TY, 10**9),
    ],
)
def test_a_number_cell_takes_the_unit_of_its_column(text: str, scale: int, vnd: int) -> None:
    assert read_money(text, "n", scale) == Money(vnd)


@pytest.mark.parametrize(
    ("text", "kind", "scale"),
    [
        ("250", "n", DONG),
        ("999", "s", DONG),
        ("1.5", "n", DONG),
        ("1.5", "s", DONG),
        ("1,5", "s", DONG),
        ("250000000.5", "n", DONG),
        ("1,234", "s", TRIEU),
        ("100.000,000", "s", DONG),
        ("0,5 đồng", "s", DONG),
        ("95400000", "n", TRIEU),
        ("250.000.000", "s", NGHIN),
    ],
)
def test_an_amount_that_could_be_a_thousand_times_another_is_asked_about(text: str, kind: str, scale: int) -> None:
    assert read_money(text, kind, scale).problem == "amount_scale_suspect"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(5.000.000)", "s"),
        ("5.000.000-", "s"),
        ("-5.000.000", "s"),
        ("−5 triệu", "s"),
        ("-5000000", "n"),
        ("(5 triệu đồng)", "s"),
    ],
)
def test_a_negative_amount_is_negative_in_every_notation(text: str, kind: str) -> None:
    assert read_money(text, kind, DONG) == Money(-5_000_000, problem="negative_amount")


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "—", "…", "...", "x", "X", "- - -", "_"])
def test_a_blank_in_any_form_is_no_amount(text: str) -> None:
    assert read_money(text, "s", DONG) == Money()


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Không", "khong_bo_tri"),
        ("KHÔNG BỐ TRÍ", "khong_bo_tri"),
        ("không bố trí dự toán riêng", "khong_bo_tri"),
        ("Lồng ghép", "long_ghep"),
        ("long ghep", "long_ghep"),
        ("Lồng ghép trong kinh phí thường xuyên", "long_ghep"),
        ("Không phát sinh", "khong_phat_sinh"),
    ],
)
def test_words_for_none_keep_their_mode(text: str, mode: str) -> None:
    assert read_money(text, "s", DONG) == Money(mode=mode)


@pytest.mark.parametrize(
    "text",
    [
        "Các Sở được giao chủ trì đề xuất kinh phí triển khai",
        "Theo thực tế",
        "NSNN cấp",
        "đã cấp",
        "chưa có số liệu",
        "Không có số liệu",
        "5000 USD",
        "$5,000",
        "5.000 euro",
        "12 trang",
        "100.00.000",
        "50-60 triệu",
        "1 tr 5",
        "100 triệu/năm",
        "Năm 2024: 100 triệu",
        "300 triệu; 200 triệu",
        "đã chi: 100tr; còn: 200tr",
        "200 triệu 1 tỷ",
        "triệu đồng",
        "#####",
        "?",
        "9" * 25,
        "٣٠٠٠٠٠٠",
    ],
)
def test_anything_else_is_not_an_amount(text: str) -> None:
    assert read_money(text, "s", DONG) == Money(problem="amount_not_a_number")


@pytest.mark.parametrize(
    ("text", "kind"), [("#REF!", "e"), ("2024-01-04", "d"), ("75%", "p"), ("True", "b"), ("nan", "n"), ("inf", "n")]
)
def test_cells_of_other_kinds_are_no_amounts(text: str, kind: str) -> None:
    assert read_money(text, kind, DONG) == Money(problem="amount_not_a_number")


@pytest.mark.parametrize(
    ("text", "vnd"),
    [
        ("gần 300 triệu", 300_000_000),
        ("khoảng 1,5 tỷ", 1_500_000_000),
        (">100 triệu", 100_000_000),
        ("~ 20tr", 20_000_000),
        ("ước 100 triệu", 100_000_000),
        ("100.000.000¹", 100_000_000),
        ("100.000.000 đ(*)", 100_000_000),
        ("100 triệu (dự kiến)", 100_000_000),
        ("100.000.000 (*)", 100_000_000),
        ("1E+08", 100_000_000),
    ],
)
def test_an_approximate_amount_is_kept_and_marked(text: str, vnd: int) -> None:
    assert read_money(text, "s", DONG) == Money(vnd, is_approximate=True)


@pytest.mark.parametrize(
    "text",
    [
        "NS tỉnh: 300tr; XHH: 100tr",
        "NS tỉnh 300tr, XHH 100tr",
        "NS tỉnh: 300tr\nXHH: 100tr",
        "NS tỉnh: 300.000.000 + XHH: 100.000.000",
        "400tr (NS tỉnh: 300tr; XHH: 100tr)",
        "Tổng: 400tr, trong đó NS tỉnh: 300tr; XHH: 100tr",
        "300tr NS tỉnh; 100tr XHH",
    ],
)
def test_amounts_by_source_are_added_once(text: str) -> None:
    assert read_money(text, "s", DONG) == Money(400_000_000, parts=(("NS tỉnh", 300_000_000), ("XHH", 100_000_000)))


def test_parts_above_their_total_are_no_amount() -> None:
    assert read_money("300tr (NS tỉnh: 300tr; XHH: 100tr)", "s", DONG) == Money(problem="amount_not_a_number")


def test_a_doubtful_part_makes_the_cell_doubtful() -> None:
    assert read_money("NS tỉnh: 300; XHH: 100", "s", DONG).problem == "amount_scale_suspect"


AMOUNTS = st.integers(min_value=1000, max_value=10**13)


def grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


def in_unit(vnd: int, unit: int, decimal_mark: str, group_mark: str) -> str:
    """All digits that the amount needs in that unit, whole part grouped."""
    whole, fraction = divmod(vnd, unit)
    digits = f"{Decimal(fraction) / unit:f}".partition(".")[2].rstrip("0") if fraction else ""
    return grouped(whole, group_mark) + (decimal_mark + digits if digits else "")


@given(
    AMOUNTS,
    st.sampled_from([".", ",", " ", "\u00a0", "'", ""]),
    st.sampled_from(["", "đ", " đồng", " VNĐ", " ₫", " vnd"]),
)
def test_grouped_dong_read_back_as_themselves(vnd: int, mark: str, unit: str) -> None:
    assert read_money(grouped(vnd, mark) + unit, "s", DONG) == Money(vnd)


@given(
    AMOUNTS,
    st.sampled_from(
        [
            ("nghìn", NGHIN),
            ("ngàn đồng", NGHIN),
            ("triệu", TRIEU),
            ("tr", TRIEU),
            ("tr.đ", TRIEU),
            ("tỷ", TY),
            ("tỉ đồng", TY),
        ]
    ),
)
def test_amounts_with_their_unit_read_back_as_themselves(vnd: int, unit: tuple[str, int]) -> None:
    text = f"{in_unit(vnd, unit[1], ',', '.')} {unit[0]}"
    for written in (text, text.upper(), text.replace(" ", ""), as_misread_utf8(text)):
        assert read_money(written, "s", TRIEU) == Money(vnd)


@given(AMOUNTS, st.sampled_from([as_tcvn3, as_vni]))
def test_amounts_in_old_fonts_read_back_as_themselves(vnd: int, write: object) -> None:
    assert callable(write)
    assert read_money(write(f"{in_unit(vnd, TRIEU, ',', '.')} triệu đồng"), "s", DONG) == Money(vnd)


@given(st.integers(1000, 10**11 - 1), st.sampled_from([NGHIN, TRIEU, TY]))
def test_number_cells_read_back_exactly(vnd: int, scale: int) -> None:
    assert read_money(repr(vnd / scale).removesuffix(".0"), "n", scale) == Money(vnd)


@given(
    st.text(alphabet=st.characters(exclude_categories=("Nd", "No", "Nl"))),
    st.sampled_from(["s", "n", "d", "e", "p", "b", ""]),
)
def test_a_text_without_digits_never_yields_an_amount(text: str, kind: str) -> None:
    assert read_money(text, kind, TRIEU).vnd is None


PIECES = [
    "1",
    "25",
    "250",
    "000",
    "1.234",
    "95,4",
    ".",
    ",",
    " ",
    "-",
    "(",
    ")",
    "triệu",
    "tr",
    "tỷ",
    "đ",
    "NS tỉnh",
    ":",
    ";",
    "XHH",
    "gần",
    "e+08",
    "%",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.sampled_from(["s", "n"]),
    st.sampled_from([DONG, TRIEU]),
)
def test_no_text_makes_the_reader_fail(text: str, kind: str, scale: int) -> None:
    money = read_money(text, kind, scale)
    assert money.vnd is None or money.problem == "negative_amount" or money.vnd >= 0


def test_shuffled_words_are_read_or_refused_but_never_differ() -> None:
    """The same amount in a hundred notations is one amount."""
    pick = random.Random(1)
    notations = ["95.400.000", "95,4 triệu", "95.4 tr", "0,0954 tỷ", "95.400 nghìn", "95400000 đ", "95 triệu 400 nghìn"]
    assert {read_money(pick.choice(notations), "s", DONG).vnd for _ in range(100)} == {95_400_000}


@given(AMOUNTS, st.sampled_from([" đồng", "đ", " VNĐ", " (đồng)"]), st.sampled_from(WRITERS))
def test_amounts_read_back_from_every_font_and_spacing(vnd: int, unit: str, write: object) -> None:
    assert callable(write)
    assert read_money(write(grouped(vnd, ".") + unit), "s", DONG) == Money(vnd)


@given(AMOUNTS, st.sampled_from(["({})", "{}-", "-{}", "−{}", "– {}"]), st.sampled_from([".", ",", " "]))
def test_a_negative_amount_is_one_however_it_is_written(vnd: int, shape: str, mark: str) -> None:
    assert read_money(shape.format(grouped(vnd, mark)), "s", DONG) == Money(-vnd, problem="negative_amount")


@given(AMOUNTS, AMOUNTS, st.sampled_from(["; ", "\n", " + "]), st.sampled_from(WRITERS))
def test_parts_read_back_as_their_sum(one: int, other: int, between: str, write: object) -> None:
    assert callable(write)
    text = f"NS tỉnh: {grouped(one, '.')} đồng{between}XHH: {grouped(other, '.')} đồng"
    assert read_money(write(text), "s", DONG).vnd == one + other


@given(st.text(alphabet="0123456789.,/%-() đ®ñtrỷiệunghìABe+:;\n", max_size=18), st.sampled_from("snpde"))
def test_an_amount_has_its_digits_in_the_text(text: str, kind: str) -> None:
    assert not read_money(text, kind, DONG).vnd or any(digit in text for digit in "123456789")
