"""`make same`: the same inputs give the same bytes, held against hashes that are kept in git.

    python scripts/same.py                 compare; names every output and every file read otherwise, exit 1
    python scripts/same.py --write         keep what is there now, after a change that was meant
    python scripts/same.py --also FOLDER   read the files of further folders too (compared with hashes kept by --write --also)

Held are the outputs of the three sample reports, file by file, and what is read from every file below data/sample and tests/data: a
projection of the reader's result (cells, kinds, tables, fields, row types, findings), so that renaming a class changes nothing here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tdnreport.base.home import find_home
from tdnreport.ingest.file_read import FileRead, SheetRead
from tdnreport.ingest.read_file import read_file
from tdnreport.layout.table import SheetTable
from tdnreport.layout.vocabulary import LayoutWords

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "tests" / "same.txt"
REPORTS = (("tth-2024", "2024"), ("qt-2024", "2024-h1"), ("qt-2024", "2024"))
FOLDERS = ("data/sample", "tests/data")
READ = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".html"}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--write", action="store_true", help="keep the hashes of what is there now")
    arguments.add_argument("--also", type=Path, action="append", default=[], help="a further folder of files to read")
    arguments.add_argument("--kept", type=Path, default=KEPT, help="where the hashes are kept")
    given = arguments.parse_args()
    now = dict(_lines(given.also))
    if given.write:
        given.kept.write_text("".join(f"{digest}  {name}\n" for name, digest in now.items()), "utf-8", newline="\n")
        print(f"{len(now)} hashes kept in {given.kept}.")
        return 0
    return _compare(_known(given.kept), now)


def _known(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _compare(kept: dict[str, str], now: dict[str, str]) -> int:
    differing = sorted(name for name in kept.keys() | now.keys() if kept.get(name) != now.get(name))
    for name in differing:
        how = "missing" if name not in now else "new" if name not in kept else "differs"
        print(f"{how}: {name}")
    print(f"{len(now) - len(differing)} of {len(kept)} the same." if differing else f"All {len(now)} the same.")
    return 1 if differing else 0


def _lines(also: list[Path]) -> Iterator[tuple[str, str]]:
    """Name and hash of every output of the sample reports, then of every file read."""
    with tempfile.TemporaryDirectory() as folder:
        for plan, period in REPORTS:
            yield from _outputs(plan, period, Path(folder) / plan / period)
    words = LayoutWords.load(find_home().reference)
    for read in (*(ROOT / name for name in FOLDERS), *also):
        for path in sorted(path for path in read.rglob("*") if path.suffix.lower() in READ and path.is_file()):
            name = path.relative_to(read).as_posix()
            projected = json.dumps(_file(read_file(path, name, words)), ensure_ascii=False)
            yield f"read {read.name}/{name}", hashlib.sha256(projected.encode("utf-8", "replace")).hexdigest()


def _outputs(plan: str, period: str, out: Path) -> Iterator[tuple[str, str]]:
    inbox = ROOT / "data" / "sample" / plan / period
    command = [sys.executable, "-m", "tdnreport", "report", "--plan", plan, "--period", period, "--inbox", str(inbox)]
    surroundings = os.environ | {"TDNREPORT_STORE": str(out.parent / "kho")}
    subprocess.run([*command, "--out", str(out)], check=True, stdout=subprocess.DEVNULL, env=surroundings)
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        yield f"out {plan}/{period}/{path.relative_to(out).as_posix()}", hashlib.sha256(path.read_bytes()).hexdigest()


def _file(read: FileRead) -> list[object]:
    findings = [(one.sheet, one.row_no, one.column_name, one.rule_id, one.value, one.detail) for one in read.findings]
    not_read = [(one.sheet, one.what, one.name, one.reason) for one in read.not_read]
    about = [read.file, read.sha256, read.size_bytes, read.format, read.encoding, read.is_slow, dict(read.form)]
    return [about, [_sheet(one) for one in read.sheets], findings, not_read]


def _sheet(one: SheetRead) -> list[object]:
    sheet = one.sheet
    lines = [(line.row_no, line.cells, line.kinds) for line in sheet.lines]
    marks = [sorted(sheet.hidden_rows), sorted(sheet.hidden_columns), sorted(sheet.struck), sheet.merged, sheet.margin]
    texts = [sorted(sheet.comments.items()), sorted(sheet.coloured.items()), sorted(sheet.unstruck.items())]
    about = [sheet.name, sheet.position, sheet.is_hidden, one.reason, one.weak]
    return [about, lines, marks, texts, [_table(table) for table in one.tables]]


def _table(table: SheetTable) -> list[object]:
    columns = table.columns
    ticks = {at: repr(tick).partition("(")[2] for at, tick in sorted(columns.checkboxes.items())}
    fields = [columns.kind, dict(columns.fields), dict(columns.scales), dict(columns.skipped), columns.unread]
    shape = [
        columns.first,
        columns.last,
        columns.is_weak,
        ticks,
        {name: list(parts) for name, parts in columns.summands.items()},
    ]
    return [
        fields,
        shape,
        table.header_rows,
        table.scales,
        sorted(table.roles.items()),
        sorted(table.overrides.items()),
    ]


if __name__ == "__main__":
    sys.exit(main())
