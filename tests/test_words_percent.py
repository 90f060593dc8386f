import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_writers import WRITERS

from tdnreport.vietnamese.percent import Percent, read_percent


@pytest.mark.parametrize(
    ("text", "kind", "value", "is_plain"),
    [
        ("75%", "s", 75.0, False),
        ("75 %", "s", 75.0, False),
        ("75", "s", 75.0, True),
        ("75,0", "s", 75.0, True),
        ("75.5", "s", 75.5, True),
        ("66,667", "s", 66.667, True),
        ("100.000", "s", 100.0, True),
        ("3/4", "s", 75.0, False),
        ("75/100", "s", 75.0, False),
        ("100% KH", "s", 100.0, False),
        ("Đạt 80%", "s", 80.0, False),
        ("Hoàn thành 50%", "s", 50.0, False),
        ("100 phần trăm", "s", 100.0, False),
        ("75%", "p", 75.0, False),
        ("33.33%", "p", 33.33, False),
        ("0.75", "n", 0.75, True),
        ("1", "n", 1.0, True),
        ("120", "n", 120.0, True),
        ("-5%", "s", -5.0, False),
        ("\u00a075%\u00a0", "s", 75.0, False),
    ],
)
def test_a_percent_is_read_however_it_is_written(text: str, kind: str, value: float, is_plain: bool) -> None:
    assert read_percent(text, kind) == Percent(value, is_plain)


@pytest.mark.parametrize(
    "text", ["gần 80%", "khoảng 80%", ">80%", "trên 80%", "~80", "80% (ước)", "80%*", "80(*)", "80%¹"]
)
def test_an_approximate_percent_is_marked(text: str) -> None:
    assert (read_percent(text, "s").value, read_percent(text, "s").is_approximate) == (80.0, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hoàn thành", "s"),
        ("-", "s"),
        ("x", "s"),
        ("50-60%", "s"),
        ("3/0", "s"),
        ("2024-04-03", "d"),
        ("#DIV/0!", "e"),
        ("nan", "n"),
        ("75%%", "s"),
    ],
)
def test_words_and_ranges_are_no_percent(text: str, kind: str) -> None:
    assert read_percent(text, kind) == Percent(problem="pct_not_a_number")


def test_a_blank_is_no_percent_and_no_problem() -> None:
    assert read_percent(" ", "s") == Percent()


@given(st.integers(0, 12000), st.sampled_from([".", ","]), st.sampled_from(["", "%", " %", "% KH"]))
def test_percents_with_two_decimals_read_back_as_themselves(hundredths: int, mark: str, end: str) -> None:
    text = f"{hundredths // 100}{mark}{hundredths % 100:02d}{end}"
    assert read_percent(text, "s") == Percent(float(f"{hundredths // 100}.{hundredths % 100:02d}"), not end)


@given(
    st.text(alphabet=st.characters(exclude_categories=("Nd", "No", "Nl"))),
    st.sampled_from(["s", "n", "p", "d", "e", ""]),
)
def test_a_text_without_digits_never_yields_a_percent(text: str, kind: str) -> None:
    assert read_percent(text, kind).value is None


@given(
    st.integers(0, 1000),
    st.sampled_from(["{}%", "{} %", "Đạt {}%", "đã hoàn thành {}%", "{} phần trăm", "{}% kế hoạch"]),
    st.sampled_from(WRITERS),
)
def test_percents_read_back_from_every_font_and_wrapper(tenths: int, shape: str, write: object) -> None:
    assert callable(write)
    assert read_percent(write(shape.format(f"{tenths // 10},{tenths % 10}")), "s").value == tenths / 10


@given(
    st.integers(0, 100),
    st.integers(1, 100),
    st.sampled_from(["{}/{}", "{} / {}", "{}/{} KH"]),
    st.sampled_from(WRITERS),
)
def test_so_many_of_so_many_is_their_share(done: int, of: int, shape: str, write: object) -> None:
    assert callable(write)
    assert read_percent(write(shape.format(done, of)), "s").value == pytest.approx(100 * done / of, abs=0.006)
