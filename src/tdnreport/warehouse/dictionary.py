"""The data dictionary: what every table and column holds, as comments inside the warehouse and as a page.

Meanings stand where the columns are made: in the first lines of a model's SQL file, and in `sql/comments.sql` for `ref` and `raw`:

    -- one row per leaf task of the plan
    --   *: Nhiệm vụ của kế hoạch
    --   allocated_vnd: tổng dự toán các đơn vị báo cáo; trống là không bố trí (đồng)

A column without a line means what it means in the tables that the model reads. A number ends with its unit in parentheses.
Out of scope: definitions of figures (`data/reference/figures.csv`) and of rules (`data/reference/rules.csv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.warehouse.models import Model, ModelError, order_steps

if TYPE_CHECKING:
    import duckdb

Meanings = dict[str, dict[str, str | None]]
"""Table → column → what it holds, None where nobody has said it yet."""

TYPES = {"VARCHAR": "chữ", "BOOLEAN": "đúng/sai", "DATE": "ngày", "VARCHAR[]": "danh sách chữ", "DOUBLE": "số thực"}
WHOLE = "số nguyên"
NUMBERS = ("số thực", WHOLE)
SCHEMA = "case schema_name when 'main' then database_name else schema_name end"
"""Schema of a table in the catalogue of DuckDB; `history` is a database of its own."""

TITLES = {
    "marts": "Số liệu đã kiểm tra",
    "report": "Bảng in trong báo cáo",
    "ref": "Kế hoạch và danh mục",
    "raw": "Tệp như đơn vị gửi",
    "history": "Kho lịch sử: mọi lần tổng hợp đã lưu",
}
"""The schemas that readers are meant to look into, in the order they want them."""

_UNIT = re.compile(r"^(.*) \(([^()]+)\)$")


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """A column of the warehouse; `kind` is its type in Vietnamese, `unit` is empty for what is no number."""

    table: str
    table_meaning: str
    name: str
    kind: str
    meaning: str
    unit: str


def comment_tables(con: duckdb.DuckDBPyConnection, models: Iterable[Model], folder: Path) -> None:
    """Comment on all tables and columns of a built warehouse; ModelError where a line names no column of its table."""
    con.execute((folder / "comments.sql").read_text(encoding="utf-8"))
    comment_models(con, models)


def comment_models(con: duckdb.DuckDBPyConnection, models: Iterable[Model]) -> None:
    """Comment on the tables of some models and their columns."""
    known = _known_meanings(con)
    for model in order_steps(models):
        known[model.name] = _column_meanings(model, known)
        for comment in _comment_statements(model, known[model.name]):
            con.execute(comment)


def _known_meanings(con: duckdb.DuckDBPyConnection) -> Meanings:
    rows = con.execute(f"select {SCHEMA} || '.' || table_name, column_name, comment from duckdb_columns()").fetchall()
    known: Meanings = {}
    for table, column, comment in rows:
        known.setdefault(table, {})[column] = comment
    return known


def _column_meanings(model: Model, known: Meanings) -> dict[str, str | None]:
    columns = known[model.name]
    if strangers := model.meanings.keys() - columns.keys() - {"*"}:
        raise ModelError(
            f"sql/{model.path.parent.name}/{model.path.name} nói về cột không có trong bảng: {', '.join(sorted(strangers))}."
        )
    return {column: model.meanings.get(column) or _inherited_meaning(column, model, known) for column in columns}


def _inherited_meaning(column: str, model: Model, known: Meanings) -> str | None:
    """Meaning of a column of this name in the tables that the model reads, where they agree."""
    meanings = {known[table].get(column) for table in model.reads if table in known} - {None}
    return meanings.pop() if len(meanings) == 1 else None


def _comment_statements(model: Model, meanings: Mapping[str, str | None]) -> Iterator[str]:
    if table_meaning := model.meanings.get("*"):
        yield f"comment on {model.kind} {model.name} is {_quote(table_meaning)}"
    for column, meaning in meanings.items():
        if meaning:
            yield f'comment on column {model.name}."{column}" is {_quote(meaning)}'


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def list_columns(con: duckdb.DuckDBPyConnection, schema: str) -> list[DictionaryEntry]:
    """All columns of a schema of a described warehouse, tables by name, columns in their order."""
    rows = con.execute(
        f"""select {SCHEMA} || '.' || table_name, tables.comment, column_name, columns.data_type, columns.comment
        from duckdb_columns() as columns
        join (
            select database_name, schema_name, table_name, comment from duckdb_tables()
            union all select database_name, schema_name, view_name, comment from duckdb_views()
        ) as tables using (database_name, schema_name, table_name)
        where {SCHEMA} = ?
        order by table_name, column_index""",
        [schema],
    ).fetchall()
    return [
        DictionaryEntry(table, table_meaning or "", name, TYPES.get(data_type, WHOLE), *_meaning_and_unit(meaning))
        for table, table_meaning, name, data_type, meaning in rows
    ]


def _meaning_and_unit(comment: str | None) -> tuple[str, str]:
    """A comment on a column in its two parts; "" for the unit of what is no number.

    >>> _meaning_and_unit("đã giải ngân (đồng)")
    ('đã giải ngân', 'đồng')
    """
    match = _UNIT.match(comment or "")
    return (match[1], match[2]) if match else (comment or "", "")


def dictionary_page(con: duckdb.DuckDBPyConnection) -> str:
    """The page `docs/data-dictionary.md`."""
    return "\n".join(_page_lines(con)) + "\n"


def _page_lines(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield from _INTRODUCTION
    for schema, title in TITLES.items():
        yield from ("", f"## {title}: `{schema}`")
        for table, of_table in groupby(list_columns(con, schema), key=lambda column: column.table):
            yield from _table_lines(table, list(of_table))


_INTRODUCTION = (
    "# Từ điển dữ liệu",
    "",
    "Mỗi bảng của kho số liệu có những cột nào, nghĩa là gì, đơn vị gì. Trang này được tạo từ lời chú trong các tệp SQL",
    "(`python scripts/make_dictionary.py`); muốn sửa thì sửa lời chú đầu tệp `sql/<lược đồ>/<bảng>.sql` hoặc `sql/comments.sql`.",
    "",
    "Tệp `du-lieu/<tên>.parquet` và `du-lieu/<tên>.csv` có cột của bảng `marts.<tên>`; `trace` là bảng `report.sources`, `absent` là",
    "bảng `report.absent`, `unread` là bảng `raw.unread`. "
    "Trong CSV, chữ bắt đầu bằng `=`, `+`, `-`, `@` có thêm dấu `'` phía trước để Excel không chạy như công thức;",
    "Parquet giữ nguyên văn. Ô trống nghĩa là không có số liệu, khác với 0.",
)


def _table_lines(table: str, rows: list[DictionaryEntry]) -> Iterator[str]:
    yield from ("", f"### `{table}`", "", f"{rows[0].table_meaning}.", "")
    yield from ("| cột | kiểu | nghĩa | đơn vị |", "|---|---|---|---|")
    for column in rows:
        yield f"| {column.name} | {column.kind} | {column.meaning} | {column.unit} |"
