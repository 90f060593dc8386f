"""Polars over calamine or its own CSV reader, expressions only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.peers.common import COLUMNS, RULES, STATUSES, answer, blocks, calamine, csv_of, folders, reference, text_rows

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


def main() -> None:
    import polars as pl

    workload, out = folders()
    typed = _typed(_sent(workload), workload)
    rules = _rules()
    checked = typed.with_columns([rule.fill_null(False).alias(name) for name, rule in rules.items()])
    checked = checked.with_columns(is_accepted=~pl.any_horizontal(RULES))
    checked.filter(~pl.col("is_accepted")).write_parquet(out / "rejected.parquet")
    accepted = checked.filter("is_accepted")
    accepted.write_parquet(out / "accepted.parquet")
    money = [pl.col("allocated").sum(), pl.col("disbursed").sum()]
    accepted.group_by("unit").agg(money).write_csv(out / "by_unit.csv")
    accepted.group_by("task_code", "state").agg(pl.len(), pl.col("pct_read").mean()).write_csv(out / "by_task.csv")
    accepted.group_by("fund").agg(money).write_csv(out / "by_fund.csv")
    checked.group_by("file").len().write_csv(out / "by_file.csv")
    totals = {
        "rows": checked.height,
        "accepted": accepted.height,
        "allocated_vnd": accepted["allocated"].sum(),
        "disbursed_vnd": accepted["disbursed"].sum(),
        "done": (accepted["state"] == "done").sum(),
    }
    answer(out, totals | {rule: checked[rule].sum() for rule in RULES})


def _sent(workload: Path) -> pl.DataFrame:
    import polars as pl

    if path := csv_of(workload):
        frame = pl.read_csv(path, new_columns=COLUMNS, infer_schema=False, row_index_name="row_no", row_index_offset=2)
        return frame.with_columns(pl.col("row_no").cast(pl.Int64), file=pl.lit(path.name))
    schema = {name: pl.Int64 if name == "row_no" else pl.String for name in ("file", "row_no", *COLUMNS)}
    rows = [row for file, block in blocks(workload, calamine) for row in text_rows(file, block)]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _typed(sent: pl.DataFrame, workload: Path) -> pl.DataFrame:
    import polars as pl

    tasks = pl.read_csv(reference(workload, "tasks"), infer_schema=False).select("title", "task_code")
    units = pl.read_csv(reference(workload, "units"), infer_schema=False).select(unit="full_name", unit_id="unit_id")

    def amount(name: str) -> pl.Expr:
        return pl.col(name).str.replace_all(".", "", literal=True).cast(pl.Int64, strict=False)

    return (
        sent.rename({"allocated": "allocated_text", "disbursed": "disbursed_text"})
        .join(tasks, on="title", how="left", maintain_order="left")
        .join(units, on="unit", how="left", maintain_order="left")
        .with_columns(
            state=pl.col("status").replace_strict(STATUSES, default=None),
            pct_read=pl.col("pct").cast(pl.Float64, strict=False),
            allocated=amount("allocated_text"),
            disbursed=amount("disbursed_text"),
            day=pl.coalesce(
                pl.col("completed_on").str.to_date("%d/%m/%Y", strict=False),
                pl.col("completed_on").str.to_date("%Y-%m-%d", strict=False),
            ),
        )
    )


def _rules() -> dict[str, pl.Expr]:
    import polars as pl
    from polars import col

    said = ["unit", "task_code", "fund", "state", "pct_read", "allocated", "disbursed", "result", "day"]
    return {
        "unknown_task": col("task_code").is_null(),
        "unknown_status": col("state").is_null(),
        "pct_not_a_number": col("pct").is_not_null() & col("pct_read").is_null(),
        "pct_out_of_range": ~col("pct_read").is_between(0, 100),
        "status_pct_mismatch": ((col("state") == "done") & (col("pct_read") < 100))
        | ((col("state") == "todo") & (col("pct_read") > 0)),
        "amount_not_a_number": (col("allocated_text").is_not_null() & col("allocated").is_null())
        | (col("disbursed_text").is_not_null() & col("disbursed").is_null()),
        "negative_amount": (col("allocated") < 0) | (col("disbursed") < 0),
        "spent_gt_allocated": col("disbursed") > col("allocated"),
        "date_not_a_date": col("completed_on").is_not_null() & col("day").is_null(),
        "duplicate_row": col("task_code").is_not_null() & ~pl.struct(said).is_first_distinct(),
    }


if __name__ == "__main__":
    main()
