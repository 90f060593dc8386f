"""`tdnreport sql`: a SELECT over everything kept, as lines for a terminal or as CSV for a program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tdnreport.base.errors import TdnError
from tdnreport.history.views import Sight, open_history
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from tdnreport.base.home import Home

MOST_ROWS = 200
"""Rows shown on a terminal; CSV holds all."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""First letters of a text that Excel would take for a formula."""


class QueryError(TdnError):
    """The query does not run."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query; `is_blank` where no build can be seen, `has_others` where builds of the other kind are there."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    is_blank: bool
    has_others: bool
    is_sample: bool

    def remarks(self, as_csv: bool) -> Iterator[str]:
        if not as_csv and len(self.rows) > MOST_ROWS:
            total = formats.format_number(len(self.rows))
            yield f"Đã in {MOST_ROWS} trong {total} dòng; thêm --csv để lấy đủ."
        if self.is_blank and self.has_others and self.is_sample:
            yield "Kho chưa có số liệu minh họa; bỏ --sample để hỏi số liệu thật."
        elif self.is_blank and self.has_others:
            yield "Kho mới chỉ có số liệu minh họa; thêm --sample để hỏi số liệu đó."
        elif self.is_blank:
            yield "Kho lịch sử còn trống: hãy làm báo cáo (lệnh report) hoặc dựng lại từ các kỳ đã chốt (rebuild-store)."


def ask_history(home: Home, query: str, is_sample: bool = False, restricted: bool = False) -> Answer:
    """Run a query over `history.*`; QueryError with DuckDB's own words where it does not run."""
    import duckdb

    with open_history(home, Sight(is_sample, restricted)) as con:
        is_blank = _count_builds(con) == 0
        try:
            con.execute(query)
            columns = tuple(column[0] for column in con.description or ())
            rows = con.fetchall() if columns else []
        except duckdb.Error as error:
            raise QueryError(f"Câu SQL không chạy được. {error}") from None
    has_others = False
    if is_blank:
        with open_history(home, Sight(not is_sample, restricted)) as con:
            has_others = _count_builds(con) > 0
    return Answer(columns, rows, is_blank, has_others, is_sample)


def table_rows(answer: Answer) -> list[tuple[str, ...]]:
    return [tuple("" if value is None else str(value) for value in row) for row in answer.rows[:MOST_ROWS]]


def csv_lines(answer: Answer) -> Iterator[str]:
    """CSV as in RFC 4180, with decimal points; a text that Excel would run as a formula gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_csv_value(value) for value in row] for row in answer.rows)
    yield text.getvalue().rstrip("\n")


def _csv_value(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def _count_builds(con: Any) -> int:
    [(count,)] = con.execute("select count(*) from history.builds").fetchall()
    return int(count)
