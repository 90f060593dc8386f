"""Hand-tuned DuckDB that does the product's kind of work on columns it knows: hashes, 27 rules, worded findings, marts (`duckdb_fair.sql`).

`rules.json` beside the answer holds how often each rule fired, warnings too; it must equal the product's counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench.peers import common
from bench.peers.common import COLUMNS, RULES, STATUSES, answer, csv_of, folders, reference
from bench.workload import FUNDS

if TYPE_CHECKING:
    import duckdb

SQL = Path(__file__).with_suffix(".sql")
TOTALS = ("rows", "accepted", "allocated_vnd", "disbursed_vnd", "done")


def main() -> None:
    import duckdb

    workload, out = folders()
    with duckdb.connect(str(out / "peer.duckdb")) as con:
        con.execute("create table files (file varchar, sha256 varchar)")
        con.executemany("insert into files values (?, ?)", list(_hashes(workload / "inbox")))
        _load(con, workload)
        con.execute(
            SQL.read_text(encoding="utf-8").format(
                statuses=", ".join(f"('{text}', '{status}')" for text, status in STATUSES.items()),
                funds=_listed(FUNDS),
                tasks=reference(workload, "tasks"),
                units=reference(workload, "units"),
                row_rules=_listed(RULES),
            )
        )
        [totals] = con.execute(
            """select (select count(*) from sent), count(*), sum(allocated), sum(disbursed), count(*) filter (status = 'done')
            from accepted"""
        ).fetchall()
        found = dict(con.execute("select rule_id, count(*) from findings group by all").fetchall())
    (out / "rules.json").write_text(json.dumps(found), encoding="utf-8")
    answer(out, dict(zip(TOTALS, totals, strict=True)) | {rule: found.get(rule, 0) for rule in RULES})


def _listed(texts: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"'{text}'" for text in texts)


def _hashes(inbox: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(inbox.iterdir()):
        with path.open("rb") as file:
            yield path.name, hashlib.file_digest(file, "sha256").hexdigest()


def _load(con: duckdb.DuckDBPyConnection, workload: Path) -> None:
    """`sent`: every row as text, with file and row number."""
    if path := csv_of(workload):
        columns = ", ".join(f"'{name}': 'varchar'" for name in COLUMNS)
        con.execute(
            f"""create table raw_text as from read_csv('{path}', header = true, auto_detect = false, delim = ',',
                quote = '"', escape = '"', columns = {{{columns}}});
            create view sent as select '{path.name}' as file, rowid + 2 as row_no, * from raw_text"""
        )
        return
    import polars as pl

    rows = [row for file, block in common.blocks(workload, common.calamine) for row in common.text_rows(file, block)]
    schema = dict.fromkeys(("file", "row_no", *COLUMNS), pl.String) | {"row_no": pl.Int64}
    con.register("sent_frame", pl.DataFrame(rows, schema=schema, orient="row"))
    con.execute("create table sent as from sent_frame")


if __name__ == "__main__":
    main()
