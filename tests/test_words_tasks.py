from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_writers import as_misread_utf8, as_tcvn3, as_vni
from shipped import WORDS

from tdnreport.vietnamese.task_titles import TaskMatch, TaskTitles, are_running_numbers
from tdnreport.vietnamese.text import fold_text

PLAN = [
    (
        "1",
        "Thông tin tuyên truyền, triển khai các chủ trương, đường lối của Đảng, chính sách pháp luật của Nhà nước về thông tin đối ngoại",
        True,
    ),
    (
        "2",
        "Triển khai Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị về tiếp tục nâng cao chất lượng, hiệu quả công tác",
        True,
    ),
    ("4", "Tuyên truyền, quảng bá hình ảnh của tỉnh theo cách làm mới", False),
    ("4.1", "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng", True),
    ("4.2", "Xuất bản ấn phẩm phục vụ công tác TTĐN", True),
    ("4.3", "Đẩy mạnh hoạt động giao lưu, hợp tác quốc tế, xúc tiến đầu tư, xúc tiến thương mại...", True),
    ("5", "Tuyên truyền biển, đảo; mối quan hệ với nước bạn Lào", True),
    ("13", "Tổ chức các hoạt động trong khuôn khổ Lễ hội Vì Hòa bình năm 2024", True),
]
TASKS = TaskTitles(PLAN, WORDS.abbreviations)
TITLES = {code: title for code, title, _ in PLAN}
BY_MEDIA = TITLES["4.1"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("4.1", "s"),
        ("4.1", "n"),
        ("4.1.", "s"),
        ("4.1)", "s"),
        ("(4.1)", "s"),
        ("4,1", "s"),
        ("4-1", "s"),
        ("4/1", "s"),
        ("04.1", "s"),
        ("II.4.1", "s"),
        ("Nhiệm vụ 4.1", "s"),
        ("2024-01-04", "d"),
        ("2024-04-01", "d"),
        ("04/01/2024", "s"),
        ("45295", "n"),
        ("45383", "n"),
        ("45295", "s"),
        (" 4.1\u00a0", "s"),
    ],
)
def test_a_number_is_recognised_however_excel_left_it(code: str, kind: str) -> None:
    assert TASKS.match_task(code, kind, BY_MEDIA) == TaskMatch("4.1", True, "code+title")
    assert TASKS.match_task(code, kind, "") == TaskMatch("4.1", True, "code")


@pytest.mark.parametrize(
    ("title", "code"),
    [
        (BY_MEDIA.upper(), "4.1"),
        (fold_text(BY_MEDIA), "4.1"),
        (BY_MEDIA[:45], "4.1"),
        (BY_MEDIA[:45] + "…", "4.1"),
        (f"{BY_MEDIA} (báo, đài)", "4.1"),
        (f"4.1. {BY_MEDIA}", "4.1"),
        (f"- {BY_MEDIA}", "4.1"),
        ("Quảng bá hình ảnh tỉnh trên phương tiện thông tin đại chúng", "4.1"),
        ("Xuất bản ấn phẩm phục vụ công tác thông tin đối ngoại", "4.2"),
        ("Tuyên truyền về biển, đảo và mối quan hệ với nước bạn Lào", "5"),
        ("Đẩy mạnh hoạt động giao lưu, hợp tác quốc tế", "4.3"),
        ("Tuyên truyền, quảng bá hình ảnh của tỉnh theo cách làm mới", "4"),
    ],
)
def test_a_title_alone_names_its_task(title: str, code: str) -> None:
    assert TASKS.match_task("", "", title) == TaskMatch(code, code != "4", "title")


@pytest.mark.parametrize(
    "title",
    [
        "Việc khác ngoài kế hoạch",
        "Tuyên truyền",
        "Tổng cộng",
        "",
        "-",
        "Tổ chức các hoạt động trong khuôn khổ Lễ hội Vì Hòa bình năm 2023",
        "Triển khai Kết luận số 75-KL/TW ngày 15/6/2023 của Bộ Chính trị về tiếp tục nâng cao chất lượng, hiệu quả công tác",
    ],
)
def test_other_titles_name_no_task(title: str) -> None:
    assert TASKS.match_task("", "", title) == TaskMatch()


def test_the_title_decides_and_a_number_of_another_task_disagrees() -> None:
    assert TASKS.match_task("2", "n", BY_MEDIA) == TaskMatch("4.1", True, "title", disagrees=True)


@pytest.mark.parametrize("code", ["", "-", "nt", "IV", "a)", "77", "4.10"])
def test_a_number_of_no_task_disagrees_with_nothing(code: str) -> None:
    assert TASKS.match_task(code, "s", BY_MEDIA) == TaskMatch("4.1", True, "title")


def test_a_number_beside_words_of_another_work_makes_no_task() -> None:
    assert TASKS.match_task("5", "s", "Việc khác ngoài kế hoạch") == TaskMatch()


def test_a_number_confirms_a_title_that_was_rewritten() -> None:
    assert TASKS.match_task("5", "s", "Tuyên truyền biển đảo, quan hệ Việt Nam với nước Lào").task_code == "5"


def test_a_number_settles_a_title_cut_too_short() -> None:
    twins = TaskTitles(
        [
            ("1", "Công tác thông tin, tuyên truyền trong nước", True),
            ("2", "Công tác thông tin, tuyên truyền ngoài nước", True),
        ],
        WORDS.abbreviations,
    )
    assert twins.match_task("2", "n", "Công tác thông tin, tuyên").task_code == "2"
    assert twins.match_task("", "", "Công tác thông tin, tuyên").task_code is None


def test_a_heading_is_named_as_such() -> None:
    assert TASKS.match_task("4", "s", "") == TaskMatch("4", False, "code")


def test_4_10_and_4_1_as_numbers_are_told_apart_by_the_title_only() -> None:
    plan = TaskTitles(
        [("4.1", "Quảng bá trên báo chí trong nước", True), ("4.10", "Tập huấn nghiệp vụ cho cán bộ cơ sở", True)],
        WORDS.abbreviations,
    )
    assert plan.match_task("4.1", "n", "").task_code is None
    assert plan.match_task("4.1", "n", "Tập huấn nghiệp vụ cho cán bộ cơ sở") == TaskMatch("4.10", True, "code+title")
    assert plan.match_task("4.10", "s", "").task_code == "4.10"


def test_codes_of_letters_are_codes_too() -> None:
    assert (
        TaskTitles([("NV0001", "Rà soát cơ sở dữ liệu", True)], {}).match_task("nv0001", "s", "").task_code == "NV0001"
    )


@pytest.mark.parametrize(
    ("codes", "running"),
    [
        (["1", "2", "3"], True),
        (["1", "", "2"], True),
        (["1.", "2."], True),
        (["1", "3"], False),
        (["1", "4.1", "4.2"], False),
        (["", ""], False),
    ],
)
def test_running_numbers_only_count_the_lines(codes: list[str], running: bool) -> None:
    assert are_running_numbers(codes) is running


@given(
    st.sampled_from(PLAN),
    st.sampled_from([str, str.upper, fold_text, as_vni, as_misread_utf8, lambda text: text.replace(" ", "\u00a0 ")]),
)
def test_every_title_in_every_encoding_reads_back(task: tuple[str, str, bool], write: object) -> None:
    assert callable(write)
    assert TASKS.match_task(task[0], "s", write(task[1])) == TaskMatch(task[0], task[2], "code+title")
    assert TASKS.match_task("", "", as_tcvn3(task[1])).task_code == task[0]


@given(st.sampled_from(PLAN), st.integers(30, 60))
def test_a_title_cut_short_is_its_task(task: tuple[str, str, bool], length: int) -> None:
    assert TASKS.match_task("", "", task[1][:length]).task_code == task[0]


@given(st.sampled_from(PLAN), st.integers(0, 60), st.sampled_from("abcđ "))
def test_a_slip_in_a_title_never_makes_another_task(task: tuple[str, str, bool], at: int, letter: str) -> None:
    assert TASKS.match_task("", "", task[1][:at] + letter + task[1][at + 1 :]).task_code in {task[0], None}


@given(st.text(max_size=40), st.sampled_from(["s", "n", "d", "p", "e", ""]), st.text(max_size=80))
def test_no_text_makes_the_reader_fail(code: str, kind: str, title: str) -> None:
    assert TASKS.match_task(code, kind, title).task_code in {None, *TITLES}


@given(st.dates(date(2020, 1, 1), date(2029, 12, 31)))
def test_a_date_is_only_ever_its_own_day_and_month(day: date) -> None:
    found = TASKS.match_task(day.isoformat(), "d", "").task_code
    assert found in {None, f"{day.day}.{day.month}", f"{day.month}.{day.day}"}


@pytest.mark.parametrize("code", ["2024-15-15", "2024-02-30 00:00:00", "2024-00-01"])
def test_a_day_that_no_calendar_has_is_no_code(code: str) -> None:
    assert TASKS.match_task(code, "s", "") == TaskMatch()
    assert TASKS.match_task(code, "d", BY_MEDIA).task_code == "4.1"
