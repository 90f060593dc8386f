"""A report of a closed period against what was closed: every figure that changed, and which files or definitions changed it.

    Số liệu kỳ này đã chốt ngày 20/12/2024; một con số khác với khi chốt:
      Kinh phí đã giải ngân: 660.500.000 đồng → 690.500.000 đồng
        Tệp So KHDT.xlsx đã thay nội dung.

Headline figures and what the report says of each task are compared; the rows behind them one by one (`du-lieu/` of both).
Out of scope: changes of wording and looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport.base.offline import OFFLINE
from tdnreport.history.closing import (
    OUTPUTS,
    Closed,
    closed_folder,
    hash_definitions,
    load_closed,
    load_figures,
    require_same_period,
)
from tdnreport.vietnamese import formats, labels

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext

TASK_FIELDS = {"status": "", "completion_pct": "pct", "allocated_vnd": "vnd", "disbursed_vnd": "vnd"}
"""What is compared of a task, with its unit."""
FILED = {"state": "trạng thái", "unit_id": "đơn vị", "received_on": "ngày nhận"}
"""What is said of a file beside its content, by its name in `so-lieu.json`."""
ROWS_BEHIND = {
    "trace": "figure_id, file, sheet, row_no, column_name, value",
    "progress": "'task ' || task_code as figure_id, *",
    "budget": "'task ' || task_code as figure_id, *",
}
"""Table of the open data → its rows with the figure or task that they stand behind."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is no longer what was closed, as printed, and the sentences that say why."""

    figure_id: str
    label: str
    before: str
    after: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a later report changed against the closed one; `inputs` and `definitions` are sentences."""

    closed: Closed
    changes: tuple[Change, ...]
    inputs: tuple[str, ...]
    definitions: tuple[str, ...]


def compare_reports(context: RunContext, out: Path) -> Comparison | None:
    """The report in `out` against the closed one of its period; None where the period is not closed."""
    folder = closed_folder(context)
    if not folder.exists():
        return None
    frozen, before, after = load_closed(folder), load_figures(folder / OUTPUTS), load_figures(out)
    require_same_period(context, after, out)
    definitions = changed_names(frozen.definitions, hash_definitions(context))
    inputs, changes = compare_contents(before, after, definitions, _files_behind(folder / OUTPUTS, out), "khi chốt")
    return Comparison(frozen, changes, inputs, tuple(definitions))


def compare_contents(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    definitions: Iterable[str],
    files_by_figure: Mapping[str, Iterable[str]],
    since: str,
) -> tuple[tuple[str, ...], tuple[Change, ...]]:
    """What became of the inputs, as sentences, and the figures that differ; both reports as `so-lieu.json` holds them.

    `definitions` are the names of those that changed, `files_by_figure` the files whose rows behind a figure or task did; `since`
    says in the sentences when that was.
    """
    inputs = _input_changes(before["inputs"], after["inputs"], since)
    changes = tuple(
        Change(
            name,
            label,
            _format_figure(old),
            _format_figure(new),
            _change_reasons(files_by_figure.get(_figure_owner(name), ()), inputs, definitions, since),
        )
        for name, old, new, label in _pair_figures(_figures_by_name(before), _figures_by_name(after))
        if _format_figure(old) != _format_figure(new)
    )
    return tuple(inputs.values()), changes


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """The comparison for the officer."""
    day = formats.format_day(date.fromisoformat(comparison.closed.closed_on))
    if not comparison.changes:
        yield f"Số liệu kỳ này đã chốt ngày {day}; mọi con số vẫn như khi chốt."
    else:
        yield f"Số liệu kỳ này đã chốt ngày {day}; {formats.format_count_in_prose(len(comparison.changes))} con số khác với khi chốt:"
    for change in comparison.changes:
        yield f"  {change.label}: {change.before} → {change.after}"
        yield from (f"    {reason}" for reason in change.reasons)
    if comparison.inputs:
        yield "Tệp đầu vào khác với khi chốt:"
        yield from (f"  {sentence}" for sentence in comparison.inputs)
    if comparison.definitions:
        yield f"Kế hoạch, danh mục hoặc cách tính khác với khi chốt: {'; '.join(comparison.definitions)}."


def _input_changes(
    before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]], since: str
) -> dict[str, str]:
    """File → what became of it."""
    old, new = ({input_file["file"]: input_file for input_file in inputs} for inputs in (before, after))
    changes = {name: f"Tệp {name} không còn." for name in old.keys() - new.keys()}
    changes |= {name: f"Tệp {name} mới có sau {since}." for name in new.keys() - old.keys()}
    for name in old.keys() & new.keys():
        if old[name]["sha256"] != new[name]["sha256"]:
            changes[name] = f"Tệp {name} đã thay nội dung."
        elif old[name] != new[name]:
            changes[name] = f"Tệp {name} nay được xếp khác: {'; '.join(_filed_otherwise(old[name], new[name]))}."
    return dict(sorted(changes.items()))


def _filed_otherwise(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """What is no longer said of a file whose content is the same."""
    for field, label in FILED.items():
        before, after = (labels.STATES.get(str(row.get(field)), row.get(field)) or "trống" for row in (old, new))
        if before != after:
            yield f"{label} {before} → {after}"


def changed_names(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _files_behind(before: Path, after: Path) -> dict[str, set[str]]:
    """Figure or task → the files whose rows behind it are not the same in both reports."""
    import duckdb

    files_by_figure: dict[str, set[str]] = {}
    with duckdb.connect(config=OFFLINE) as con:
        for table, columns in ROWS_BEHIND.items():
            old, new = (str(folder / "du-lieu" / f"{table}.parquet") for folder in (before, after))
            rows = con.execute(
                f"""with old as (select {columns} from read_parquet($old)), new as (select {columns} from read_parquet($new))
                select distinct figure_id, file
                from ((from old except all from new) union all by name (from new except all from old))""",
                {"old": old, "new": new},
            ).fetchall()
            for name, file in rows:
                files_by_figure.setdefault(name, set()).add(file)
    return files_by_figure


def _change_reasons(
    files: Iterable[str], inputs: Mapping[str, str], definitions: Iterable[str], since: str
) -> tuple[str, ...]:
    """The files whose rows changed; where no file did, the definitions, else all changed files."""
    known = [inputs.get(file, f"Tệp {file}: cách đọc hoặc cách tính đã đổi.") for file in sorted(files)]
    changed = [f"Định nghĩa đã đổi: {name}." for name in definitions]
    return tuple(known or changed or list(inputs.values()) or [f"Không rõ lý do: tệp và định nghĩa vẫn như {since}."])


def _figures_by_name(report: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The headline figures, and each task's values as figures `task <code>.<field>`."""
    tasks: dict[str, Mapping[str, Any]] = {
        f"task {task['task_code']}.{field}": {
            "label": f"Nhiệm vụ {task['task_code']}, {labels.column_label(field).lower()}",
            "value": task[field],
            "unit": unit,
        }
        for task in report["tasks"]
        for field, unit in TASK_FIELDS.items()
    }
    return {**report["figures"], **tasks}


def _figure_owner(name: str) -> str:
    """What a changed value belongs to: a task, or a headline figure, which is its own.

    >>> _figure_owner("task 4.1.status")
    'task 4.1'
    """
    return name.rpartition(".")[0] if name.startswith("task ") else name


def _pair_figures(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any], str]]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, {}), after.get(name, {})
        yield name, old, new, (new or old)["label"]


def _format_figure(figure: Mapping[str, Any]) -> str:
    """A figure as the report prints it, with all its decimals."""
    value = figure.get("value")
    if value is None:
        return str(figure.get("note") or "không có")
    if isinstance(value, str):
        return labels.format_value("status", value)
    unit = {"vnd": " đồng", "pct": "%"}.get(figure["unit"], "")
    return f"{formats.format_trimmed(value, 4)}{unit}"
