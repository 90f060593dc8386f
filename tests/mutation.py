"""Breaks one cell of the sample year at a time and counts what the checks notice: `make mutation` (`python tests/mutation.py --write`).

Every column of every workbook that counts, every kind of damage that a careless hand does; real files, read and checked as usual.
Each round breaks one cell in each of several files, which do not touch each other, so that one build judges many mutants.

    caught    the file has a finding that the whole one has not
    harmless  every value is read as before (a title half lost is still known by its code)
    missed    another value is read, and nobody is told: named in the end

`--write` keeps the counts and the missed cells in `docs/mutation.json`, from which the README's share is tested.
Out of scope: one plausible number for another (12 for 13), which nothing inside a file can tell.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import duckdb
import openpyxl
from warehouse_case import subject

from tdnreport.base.home import find_home
from tdnreport.base.progress import no_progress
from tdnreport.ingest import frames
from tdnreport.ingest.inbox import list_inbox
from tdnreport.warehouse import database, pipeline

YEARS = (("tth-2024", "2024"), ("qt-2024", "2024"))
KEPT = Path(__file__).parents[1] / "docs" / "mutation.json"
STRIDE = 37
"""How far the line of one mutant is from that of the one before, so that all kinds of damage and files have their turn."""

Grain = Literal["file", "damage", "column"]
Outcome = Literal["caught", "harmless", "missed"]
Value = str | float | date | None


@dataclass(frozen=True)
class Target:
    """A filled cell of a data line; `task` is the code of the line's task or indicator."""

    file: str
    sheet: str
    row_no: int
    field: str
    position: int
    value: Any
    status: str | None
    task: str | None


@dataclass(frozen=True)
class Mutant:
    target: Target
    damage: str
    value: Value

    def __str__(self) -> str:
        at = self.target
        return f"{at.file} [{at.sheet}] row {at.row_no}, {at.field}: {self.damage} ({at.value!r} → {self.value!r})"


@dataclass(frozen=True)
class Read:
    """What a build says of one file: its findings, and its values as typed."""

    findings: frozenset[tuple[Any, ...]]
    values: tuple[tuple[Any, ...], ...]


# --- damage

WORDS = {"pct": "gần xong", "estimated_pct": "gần xong", "completed_on": "đang chờ nghiệm thu"}
NUMBERS = ("pct", "estimated_pct", "allocated", "disbursed", "estimated", "value", "cumulative", "target")
MAY_BE_BLANK = ("estimated_pct", "estimated", "target", "value", "measure", "fund_source", "unit")
"""Columns whose cells nobody has to fill in, or that say again what the file says elsewhere."""


def damages(target: Target, plan: Plan) -> Iterator[tuple[str, Value]]:
    if target.field not in MAY_BE_BLANK:
        yield "blank", None
    if target.field in NUMBERS:
        yield from _of_number(target)
    else:
        yield from _of_text(target, plan)


def _of_number(target: Target) -> Iterator[tuple[str, Value]]:
    number, field = float(target.value), target.field
    yield "negative", -5 if not number else -number
    yield "words", WORDS.get(field, "theo thực tế")
    yield "letter O for a zero", f"{number:.0f}".replace("0", "O") if "0" in f"{number:.0f}" else f"{number:.0f}O"
    if field in ("pct", "estimated_pct"):
        yield "above 100", number + 150
        yield "fraction", (number or 50) / 100
    elif number and field not in ("target", "value"):
        yield "times 1000", number * 1000
        yield "by 1000", number / 1000
    elif number and field == "value":
        yield "times 1000", number * 1000


def _of_text(target: Target, plan: Plan) -> Iterator[tuple[str, Value]]:
    match target.field:
        case "code":
            yield "unknown", "99"
            yield "another", next(code for code in plan.tasks if code != target.task)
        case "title":
            yield "unknown", "Tổ chức giải chạy quanh hồ"
            yield "another", next(title for code, title in plan.tasks.items() if code != target.task)
            yield "cut", str(target.value)[: len(str(target.value)) // 2]
        case "indicator":
            yield "unknown", "Số lượt chạy bộ quanh hồ"
            yield "another", next(name for code, name in plan.indicators.items() if code != target.task)
        case "status":
            yield "unknown", "Theo chức năng, nhiệm vụ"
            yield "contrary", "Chưa thực hiện" if target.status != "todo" else "Hoàn thành"
        case "completed_on":
            yield "no such day", "31/02/2024"
            yield "last year", date(2023, 10, 15)
            yield "to come", date(2024, 12, 31)
            yield "words", WORDS["completed_on"]
        case "unit":
            yield "unknown", "Sở Không Có"
        case "fund_source":
            yield "unknown", "Nguồn nào đó"
        case "measure":
            yield "another", "triệu đồng"


# --- one sample year


class Plan:
    """The plan of a sample year, and its workbooks held open so that one cell can be changed and changed back."""

    def __init__(self, plan_id: str, period_id: str) -> None:
        self.of = subject(plan_id, period_id)
        headings = self.of.plan.heading_codes
        self.tasks = {one.task_code: one.title for one in self.of.plan.tasks if one.task_code not in headings}
        self.indicators = {one.indicator_code: one.name for one in self.of.plan.indicators}
        self.inbox = find_home().sample_inbox(plan_id, period_id)
        with self._built(self.inbox) as con:
            counted = con.execute(
                "select file from marts.submissions where state = 'accepted' and suffix(file, '.xlsx') order by file"
            ).fetchall()
            self.books = {name: openpyxl.load_workbook(self.inbox / name) for (name,) in counted}
            self.targets = self._targets(con)
        with self.read({}, self.books) as con:
            self.whole = {name: said(con, name) for name in self.books}

    @contextmanager
    def _built(self, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        with duckdb.connect() as con:
            database.make_schemas(con)
            pipeline.fill_warehouse(con, self.of, frames.read_inbox(self.of, list_inbox(folder), no_progress))
            yield con

    @contextmanager
    def read(self, mutants: Mapping[str, Mutant], files: Iterable[str]) -> Iterator[duckdb.DuckDBPyConnection]:
        """The warehouse of these workbooks, one cell broken in each that has a mutant."""
        with tempfile.TemporaryDirectory() as folder:
            for name in files:
                self._save(name, Path(folder) / name, mutants.get(name))
            self._register(Path(folder))
            with self._built(Path(folder)) as con:
                yield con

    def _save(self, name: str, path: Path, mutant: Mutant | None) -> None:
        book = self.books[name]
        if mutant is None:
            book.save(path)
            return
        cell = book[mutant.target.sheet].cell(mutant.target.row_no, mutant.target.position)
        before, looks = cell.value, cell.number_format
        cell.value = mutant.value
        book.save(path)
        cell.value, cell.number_format = before, looks

    def _register(self, folder: Path) -> None:
        with (self.inbox / "register.csv").open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *(row for row in rows if (folder / row[0]).exists())])

    def _targets(self, con: duckdb.DuckDBPyConnection) -> list[Target]:
        """Filled cells of lines that count, as typed in the workbook."""
        rows = con.execute(
            """select file, sheet, row_no, field, position, status, coalesce(task_code, indicator_code)
            from marts.accepted_rows join raw.table_columns using (file, sheet, table_no)
            anti join marts.findings using (file, sheet, row_no)
            where field <> 'note' and suffix(file, '.xlsx') order by all"""
        ).fetchall()
        cells = ((*row[:5], self.books[row[0]][row[1]].cell(row[2], row[4]).value, *row[5:]) for row in rows)
        targets = (Target(*cell) for cell in cells if cell[5] not in (None, ""))
        return [one for one in targets if one.field not in NUMBERS or isinstance(one.value, int | float)]

    def judge(self, mutants: Mapping[str, Mutant]) -> Iterator[tuple[Mutant, Outcome]]:
        with self.read(mutants, mutants) as con:
            for name, mutant in mutants.items():
                yield mutant, verdict(self.whole[name], said(con, name))


def said(con: duckdb.DuckDBPyConnection, file: str) -> Read:
    findings = con.execute(
        "select rule_id, sheet, row_no, column_name, value from marts.findings where file = ?", [file]
    )
    columns = """select * exclude (file) from staging.rows where file = ?"""
    typed = con.sql(columns, params=[file])
    kept = [column for column in typed.columns if not column.endswith("_text") or column == "result_text"]
    return Read(frozenset(findings.fetchall()), tuple(typed.select(*kept).order("all").fetchall()))


def verdict(whole: Read, broken: Read) -> Outcome:
    if broken.findings - whole.findings:
        return "caught"
    return "harmless" if broken.values == whole.values else "missed"


# --- which mutants, and in which rounds


def mutants(plan: Plan, grain: Grain) -> list[Mutant]:
    """One for each file, column and kind of damage, for each column and kind, or for each column; the line changes from one to the next."""
    lines: dict[tuple[str, ...], list[Mutant]] = {}
    for target in plan.targets:
        for damage, value in damages(target, plan):
            key = {
                "file": (target.file, target.field, damage),
                "damage": (target.field, damage),
                "column": (target.field,),
            }
            lines.setdefault(key[grain], []).append(Mutant(target, damage, value))
    return [found[number * STRIDE % len(found)] for number, found in enumerate(lines.values())]


def rounds(chosen: Sequence[Mutant]) -> list[dict[str, Mutant]]:
    """Each file once a round."""
    filled: list[dict[str, Mutant]] = []
    for mutant in chosen:
        free = next((one for one in filled if mutant.target.file not in one), None)
        if free is None:
            free = {}
            filled.append(free)
        free[mutant.target.file] = mutant
    return filled


def run(years: Iterable[tuple[str, str]], grain: Grain) -> list[tuple[Mutant, Outcome]]:
    judged: list[tuple[Mutant, Outcome]] = []
    for plan in (Plan(*year) for year in years):
        for one in rounds(mutants(plan, grain)):
            judged += plan.judge(one)
    return judged


def share_pct(judged: Iterable[tuple[Mutant, Outcome]]) -> float:
    """Caught in percent of what does harm."""
    counts = Counter(outcome for _, outcome in judged)
    return 100 * counts["caught"] / (counts["caught"] + counts["missed"])


def summary(judged: Sequence[tuple[Mutant, Outcome]]) -> dict[str, Any]:
    """What `docs/mutation.json` holds."""
    counts = Counter(outcome for _, outcome in judged)
    return {
        "cells_broken": len(judged),
        "caught": counts["caught"],
        "missed": counts["missed"],
        "read_as_before": counts["harmless"],
        "caught_share_pct": round(share_pct(judged), 1),
        "missed_cells": sorted(str(mutant) for mutant, outcome in judged if outcome == "missed"),
    }


def main() -> None:
    kept = summary(run(YEARS, "damage" if "--quick" in sys.argv else "file"))
    text = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
    print(text, end="")
    if "--write" in sys.argv:
        KEPT.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
