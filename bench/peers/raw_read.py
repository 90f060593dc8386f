"""Nothing but reading: every workbook's cells by calamine, or every byte of the CSV by DuckDB as text. No answer to check."""

from __future__ import annotations

from bench.peers.common import blocks, calamine, csv_of, folders


def main() -> None:
    import duckdb

    workload, _ = folders()
    if path := csv_of(workload):
        duckdb.execute(
            f"select count(*), max(length(#1)) from (from read_csv('{path}', all_varchar = true))"
        ).fetchall()
    else:
        print(sum(len(block) for _, block in blocks(workload, calamine)))


if __name__ == "__main__":
    main()
