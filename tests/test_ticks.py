"""Status by marks, a column for each or one that asks whether the task is done; and by words in a column of another name."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import TASK, column, read_rows, tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DONE, NOT_DONE = "Đã hoàn thành", "Chưa hoàn thành"


@pytest.mark.parametrize("label", ["Đã hoàn thành (Có/Không)", "Đã hoàn thành?", "Đã hoàn thành"])
@pytest.mark.parametrize(("yes", "no"), [("Có", "Không"), (" CÓ ", "không"), ("Yes", "No"), (True, False)])
def test_a_question_whether_a_task_is_done_is_its_status(
    tmp_path: Path, label: str, yes: str | bool, no: str | bool
) -> None:
    read = read_rows(tmp_path, ["STT", "Nhiệm vụ", label, "Tỷ lệ (%)"], ["4.2", TASK, yes, 100], ["5", TASK, no, 40])
    assert column(read, "status") == [DONE, NOT_DONE]
    assert column(read, "pct") == ["100", "40"]


def test_an_answer_that_is_neither_yes_nor_no_stays_as_it_is(tmp_path: Path) -> None:
    rows = [["4.1", TASK, "Có"], ["4.2", TASK, "Đang in"], ["5", TASK, "Không"], ["7", TASK, None]]
    read = read_rows(tmp_path, ["STT", "Nhiệm vụ", "Đã hoàn thành (Có/Không)"], *rows)
    assert column(read, "status") == [DONE, "Đang in", NOT_DONE]


def test_beside_a_column_of_status_the_question_is_not_read_and_listed(tmp_path: Path) -> None:
    header = ["STT", "Nhiệm vụ", "Trạng thái", "Đã hoàn thành (Có/Không)"]
    read = read_rows(tmp_path, header, ["4.2", TASK, "Đang thực hiện", "Không"])
    assert column(read, "status") == ["Đang thực hiện"]
    assert "pct" not in tables(read)[0].fields
    assert [one.name for one in read.not_read] == [header[3]]


def test_numbers_below_done_are_percents_no_answers(tmp_path: Path) -> None:
    read = read_rows(tmp_path, ["STT", "Nhiệm vụ", "Đã hoàn thành (%)"], ["4.2", TASK, 1], ["5", TASK, 0])
    assert column(read, "pct") == ["1", "0"]
    assert "status" not in tables(read)[0].fields


def test_each_status_may_be_answered_in_a_column_of_its_own(tmp_path: Path) -> None:
    header = ["STT", "Nhiệm vụ", "Hoàn thành", "Đang thực hiện"]
    read = read_rows(tmp_path, header, ["4.2", TASK, "Có", "Không"], ["5", TASK, "Không", "Có"])
    assert column(read, "status") == ["Hoàn thành", "Đang thực hiện"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.lists(st.sampled_from(["Có", "Không"]), min_size=1, max_size=12))
def test_any_column_of_answers_reads_back_as_itself(tmp_path: Path, answers: list[str]) -> None:
    rows = [[f"{number}.1", TASK, answer] for number, answer in enumerate(answers, 1)]
    read = read_rows(tmp_path, ["STT", "Nhiệm vụ", "Hoàn thành (có/không)"], *rows)
    assert column(read, "status") == ["Hoàn thành" if answer == "Có" else NOT_DONE for answer in answers]


@pytest.mark.parametrize(
    "label",
    [
        "Thực hiện",
        "Thực hiện đến 30/11/2024",
        "Kết quả thực hiện đến ngày 15/11/2024",
        "Kết quả",
        "Đã thực hiện đến nay",
    ],
)
def test_words_of_status_below_results_are_the_status_where_no_other_column_is(tmp_path: Path, label: str) -> None:
    rows = [["1", TASK, "Đã hoàn thành"], ["4.2", TASK, "Đang triển khai"], ["5", TASK, "Đã in 500 cuốn"]]
    read = read_rows(tmp_path, ["STT", "Nhiệm vụ", label], *rows)
    assert column(read, "status") == ["Đã hoàn thành", "Đang triển khai", "Đã in 500 cuốn"]
    beside = read_rows(tmp_path, ["STT", "Nhiệm vụ", label, "Tình trạng"], *([*row, "Xong"] for row in rows))
    assert (column(beside, "status"), column(beside, "result")) == (["Xong"] * 3, [row[2] for row in rows])


def test_results_in_sentences_are_no_status(tmp_path: Path) -> None:
    rows = [["4.2", TASK, "Đã hoàn thành. In 500 cuốn"], ["5", TASK, "Đã tổ chức 02 hội nghị"]]
    assert "status" not in tables(read_rows(tmp_path, ["STT", "Nhiệm vụ", "Kết quả thực hiện"], *rows))[0].fields


@pytest.mark.parametrize("label", ["Tỷ lệ (%)", "Dự toán (đồng)"])
def test_beside_other_figures_every_result_must_be_a_status(tmp_path: Path, label: str) -> None:
    header = ["STT", "Nhiệm vụ", "Kết quả thực hiện", label]
    pure, mixed = ["Đã hoàn thành", "Chưa thực hiện"], ["Đã hoàn thành", "Đã in"]
    for said, is_status in ((pure, True), (mixed, False)):
        rows = [["1", TASK, said[0], 100], ["5", TASK, said[1], 0]]
        assert ("status" in tables(read_rows(tmp_path, header, *rows))[0].fields) == is_status
