import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdnreport.vietnamese.counts import Count, read_count


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("02", "s", 2),
        ("12 tin, bài", "s", 12),
        ("1.234", "s", 1234),
        ("1.234.567 lượt", "s", 1_234_567),
        ("1,2 triệu lượt xem", "s", 1_200_000),
        ("15 nghìn lượt", "s", 15_000),
        ("15k", "s", 15_000),
        ("68,5", "s", 68.5),
        ("68.5 điểm", "s", 68.5),
        ("68.5", "n", 68.5),
        ("12", "n", 12),
        ("75%", "p", 75),
        ("hạng 8", "s", 8),
        ("đạt 15 tin", "s", 15),
        ("02 ấn phẩm song ngữ Việt - Anh", "s", 2),
        ("0", "s", 0),
    ],
)
def test_a_count_is_read_with_or_without_its_word(text: str, kind: str, value: float) -> None:
    count = read_count(text, kind)
    assert (count.value, count.is_approximate, count.problem) == (value, False, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("gần 300 đại biểu", 300),
        ("hơn 20", 20),
        ("trên 1.000 lượt", 1000),
        (">100", 100),
        ("khoảng 50 tin", 50),
        ("50-60 tin", 50),
        ("50 – 60 tin", 50),
    ],
)
def test_an_approximate_count_is_kept_and_marked(text: str, value: float) -> None:
    count = read_count(text, "s")
    assert (count.value, count.is_approximate, count.problem) == (value, True, None)


def test_two_measures_are_two_parts_and_no_single_value() -> None:
    assert read_count("05 lớp/210 người", "s") == Count(
        problem="value_not_a_number", parts=((5.0, "lớp"), (210.0, "người"))
    )


@pytest.mark.parametrize(("measure", "value"), [("lớp", 5), ("người", 210), ("Người", 210)])
def test_the_unit_of_measure_picks_its_part(measure: str, value: float) -> None:
    assert read_count("05 lớp/hơn 210 người", "s", measure).value == value
    assert read_count("05 lớp/hơn 210 người", "s", measure).is_approximate == (value == 210)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("một số", "s"),
        ("Nghị quyết 57", "s"),
        ("1,234", "s"),
        ("8/63", "s"),
        ("-5", "n"),
        ("2024-04-01", "d"),
        ("#N/A", "e"),
        ("nan", "n"),
        ("60-50", "s"),
    ],
)
def test_what_is_no_single_number_is_said_so(text: str, kind: str) -> None:
    assert (read_count(text, kind).value, read_count(text, kind).problem) == (None, "value_not_a_number")


@pytest.mark.parametrize("text", ["", "-", "…", "Không", "không có", "x"])
def test_a_blank_in_any_form_is_no_count(text: str) -> None:
    assert read_count(text, "s") == Count()


WORDS = st.sampled_from(["", " tin", " lượt người", " hội nghị", " Lớp"])


@given(st.integers(0, 10**9), st.sampled_from(["{:,}", "{}", "{:02}"]), WORDS)
def test_counts_read_back_as_themselves(number: int, shape: str, word: str) -> None:
    assert read_count(shape.format(number).replace(",", ".") + word, "s").value == number


@given(st.integers(0, 9999), st.integers(0, 99))
def test_scores_read_back_as_themselves(whole: int, hundredths: int) -> None:
    assert read_count(f"{whole},{hundredths:02d} điểm", "s").value == float(f"{whole}.{hundredths:02d}")


@given(st.text(), st.sampled_from(["s", "n", "p", "d", "e", ""]))
def test_no_text_makes_the_reader_fail(text: str, kind: str) -> None:
    assert (read_count(text, kind).value or 0) >= 0


@given(st.text(alphabet=st.characters(exclude_categories=("Nd", "No", "Nl"))))
def test_a_text_without_digits_never_yields_a_count(text: str) -> None:
    assert read_count(text, "s").value is None
