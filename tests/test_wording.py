"""Codes of the open data as people read them; what a department typed stays as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdnreport.vietnamese import labels


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("disbursed_vnd", "96500000", "96.500.000"),
        ("completion_pct", "56.67", "56,67"),
        ("completion_pct", "100.0", "100"),
        ("received_on", "2024-11-15", "15/11/2024"),
        ("status", "done", "Hoàn thành"),
        ("state", "superseded", "Đã thay bằng tệp gửi sau"),
        ("result_text", "12", "12"),
        ("title", None, ""),
    ],
)
def test_a_stored_value_reads_the_vietnamese_way(column: str, value: str | None, said: str) -> None:
    assert labels.format_value(column, value) == said


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("completion_pct", "hơn 80"),
        ("disbursed_vnd", "100 triệu"),
        ("completed_on", "31/02/2024"),
        ("completed_on", "2024-02-31"),
        ("status", "sắp xong"),
    ],
)
def test_what_a_department_typed_stays_as_typed(column: str, value: str) -> None:
    assert labels.format_value(column, value) == value


@given(st.sampled_from([*labels.COLUMNS, "ngoai_danh_muc"]), st.text())
def test_any_text_can_be_said(column: str, value: str) -> None:
    assert isinstance(labels.format_value(column, value), str)


def test_an_unnamed_column_keeps_its_code() -> None:
    assert labels.column_label("ngoai_danh_muc") == "ngoai_danh_muc"
