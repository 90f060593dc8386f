"""Writes the invented sample year, the same bytes each time: data/sample, docs/sample-year.md, tests/data/sample_*.json.

python scripts/make_sample.py [--root DIR]
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Annotated

import typer
from sample_year.files import written
from sample_year.load import load_years
from sample_year.pages import Truth, figures_page, readme
from sample_year.shapes import Places, grids
from sample_year.spec import Sent, Year
from sample_year.truth import truth

from tdnreport.base.home import find_home
from tdnreport.plans import DataError, Plan, Reference, load_plan, load_reference

REGISTER = ("file", "received_on", "unit_id", "period_id", "document_no")
BROKEN_FILE = b"PK\x03\x04" + "SỐ LIỆU MINH HỌA: tệp hỏng khi gửi".encode()


HERE = find_home().root
Root = Annotated[Path, typer.Option(help="Where data/sample, docs and tests/data are written")]


def main(root: Root = HERE) -> None:
    try:
        years = load_years()
    except DataError as error:
        raise SystemExit(str(error)) from error
    data = find_home().data
    reference = load_reference(find_home().reference)
    made: list[tuple[Year, Plan, Truth]] = []
    for year in years:
        plan = load_plan(data, year.plan_id, reference)
        folder = root / "data" / "sample" / year.plan_id / year.period_id
        found = truth(year, plan, reference, write_inbox(folder, year, plan, reference))
        name = f"sample_{year.plan_id}_{year.period_id}.json"
        save(root / "tests" / "data" / name, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        made.append((year, plan, found))
    save(root / "data" / "sample" / "README.md", readme(years))
    save(root / "docs" / "sample-year.md", figures_page(made, reference))


def write_inbox(folder: Path, year: Year, plan: Plan, reference: Reference) -> dict[str, Places]:
    """A fresh folder with every file and its register; returns where each line of each file stands."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    places: dict[str, Places] = {}
    for sent in year.sent:
        if sent.look.unreadable:
            (folder / sent.file).write_bytes(BROKEN_FILE)
            places[sent.file] = []
        else:
            sheets, places[sent.file] = grids(year, sent, plan, reference.units[sent.unit_id])
            (folder / sent.file).write_bytes(written(sent, sheets))
    save(folder / "register.csv", register(year))
    return places


def register(year: Year) -> str:
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(REGISTER)
    lines.writerows(_registered(year, sent) for sent in year.sent if sent.register != "nothing")
    return out.getvalue()


def _registered(year: Year, sent: Sent) -> tuple[str, ...]:
    return (
        sent.file,
        sent.received_on.isoformat(),
        sent.unit_id if sent.register == "day_and_unit" else "",
        year.period_id,
        sent.document_no or "",
    )


def save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    typer.run(main)
