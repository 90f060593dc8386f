"""What a build changed against the build of its plan and period before it: which figures and tasks, by which file or definition.

    So với lần tổng hợp trước (số liệu đến ngày 12/11/2024), hai con số đã đổi:
      Tệp So KHDT.xlsx đã thay nội dung.
        Kinh phí đã giải ngân: 660.500.000 đồng → 690.500.000 đồng

Both builds are read from the store. Out of scope: closed periods (`comparing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tdnreport.history import comparing
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    import duckdb

MOST_SAID = 8
"""Figures, files and definitions named on the terminal; the others are counted."""
SINCE = "lần tổng hợp trước"


@dataclass(frozen=True, slots=True)
class BuildChanges:
    """A build against the one before it; `inputs` are sentences, `definitions` names of files."""

    before_as_of: date | None
    changes: tuple[comparing.Change, ...]
    inputs: tuple[str, ...]
    definitions: tuple[str, ...]


def latest_build(con: duckdb.DuckDBPyConnection, plan_id: str, period_id: str) -> str | None:
    """The build of a plan and period that was kept last; None where none is in sight."""
    rows = con.execute(
        "select build_id from history.builds where plan_id = ? and period_id = ? order by seq desc, build_id desc limit 1",
        [plan_id, period_id],
    ).fetchall()
    return rows[0][0] if rows else None


def compare_with_previous(con: duckdb.DuckDBPyConnection, build_id: str) -> BuildChanges | None:
    """The build against the one kept before it; None where it is the first of its plan and period."""
    rows = con.execute(
        """select earlier.build_id, earlier.as_of
        from history.builds as earlier
        inner join history.builds as later
            on later.plan_id = earlier.plan_id and later.period_id = earlier.period_id
            and (earlier.seq < later.seq or (earlier.seq = later.seq and earlier.build_id < later.build_id))
        where later.build_id = ? order by earlier.seq desc, earlier.build_id desc limit 1""",
        [build_id],
    ).fetchall()
    if not rows:
        return None
    [(before_id, before_as_of)] = rows
    definitions = comparing.changed_names(_definitions(con, before_id), _definitions(con, build_id))
    inputs, changes = comparing.compare_contents(
        _content(con, before_id), _content(con, build_id), definitions, _files_behind(con, before_id, build_id), SINCE
    )
    return BuildChanges(before_as_of, changes, inputs, tuple(definitions))


def change_lines(changes: BuildChanges) -> Iterator[str]:
    """The changes for the officer, a few lines."""
    day = f" (số liệu đến ngày {formats.format_day(changes.before_as_of)})" if changes.before_as_of else ""
    if not changes.changes:
        yield f"So với {SINCE}{day}, mọi con số vẫn như cũ{_why(changes)}."
        return
    yield f"So với {SINCE}{day}, {formats.format_count_in_prose(len(changes.changes))} con số đã đổi:"
    for reasons, some in groupby(_by_reasons(changes.changes)[:MOST_SAID], key=lambda change: change.reasons):
        yield from (f"  {reason}" for reason in _few(reasons))
        yield from (f"    {change.label}: {change.before} → {change.after}" for change in some)
    if len(changes.changes) > MOST_SAID:
        yield f"  và {len(changes.changes) - MOST_SAID} con số khác; xem đủ bằng tdn.changes() trong JupyterLab."


def _by_reasons(changes: tuple[comparing.Change, ...]) -> list[comparing.Change]:
    """Figures that changed for the same reasons stand together, in the order of the first of them."""
    first = {change.reasons: place for place, change in reversed(list(enumerate(changes)))}
    return sorted(changes, key=lambda change: first[change.reasons])


def _why(changes: BuildChanges) -> str:
    files, definitions = len(changes.inputs), len(changes.definitions)
    parts = (
        f"{files} tệp đầu vào" if files else "",
        f"{definitions} tệp kế hoạch, danh mục, cách tính" if definitions else "",
    )
    differing = " và ".join(part for part in parts if part)
    return f", dù {differing} đã khác" if differing else ""


def _few(sentences: tuple[str, ...]) -> Iterator[str]:
    yield from sentences[:MOST_SAID]
    if len(sentences) > MOST_SAID:
        yield f"và {len(sentences) - MOST_SAID} lý do khác."


def _definitions(con: duckdb.DuckDBPyConnection, build_id: str) -> dict[str, str]:
    return dict(con.execute("select name, sha256 from history.definitions where build_id = ?", [build_id]).fetchall())


def _content(con: duckdb.DuckDBPyConnection, build_id: str) -> dict[str, Any]:
    """A kept build in the shape of `so-lieu.json`, as far as figures are compared."""
    figures = _records(con, "figure_id, label, value, unit, note", "figures", build_id, "position")
    return {
        "inputs": _records(con, "file, sha256, unit_id, received_on, state", "submissions", build_id, "file"),
        "figures": {figure["figure_id"]: figure for figure in figures},
        "tasks": _records(con, ", ".join(["task_code", *comparing.TASK_FIELDS]), "tasks", build_id, "task_code"),
    }


def _records(
    con: duckdb.DuckDBPyConnection, columns: str, table: str, build_id: str, order: str
) -> list[dict[str, Any]]:
    con.execute(f"select {columns} from kept.{table} where build_id = ? order by {order}", [build_id])
    names = [column[0] for column in con.description or ()]
    return [dict(zip(names, row, strict=True)) for row in con.fetchall()]


def _files_behind(con: duckdb.DuckDBPyConnection, before_id: str, after_id: str) -> dict[str, set[str]]:
    """Figure or task → the files whose rows behind it are not the same in both builds."""
    behind: dict[str, set[str]] = {}
    for table, columns in {
        "figure_files": "figure_id, file, cells, digest",
        "progress": "'task ' || task_code as figure_id, * exclude (build_id)",
        "budget": "'task ' || task_code as figure_id, * exclude (build_id)",
    }.items():
        old, new = (f"(select {columns} from kept.{table} where build_id = ${when})" for when in ("before", "after"))
        rows = con.execute(
            f"select distinct figure_id, file from (({old} except all {new}) union all by name ({new} except all {old}))",
            {"before": before_id, "after": after_id},
        ).fetchall()
        for name, file in rows:
            behind.setdefault(name, set()).add(file)
    return behind
