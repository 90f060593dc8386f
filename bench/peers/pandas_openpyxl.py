"""The script an office analyst writes: pandas, workbooks by openpyxl. `typed` and `rules` serve the Great Expectations peer too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.peers.common import COLUMNS, HEADER_ROWS, RULES, STATUSES, UNIT_LABEL, answer, csv_of, folders, reference

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def main() -> None:
    workload, out = folders()
    frame = typed(sent(workload), workload)
    finish(frame, {name: rule.fillna(False).astype(bool) for name, rule in rules(frame).items()}, out)


def sent(workload: Path) -> pd.DataFrame:
    import pandas as pd

    if path := csv_of(workload):
        frame = pd.read_csv(path, dtype=str, header=0, names=COLUMNS, keep_default_na=False, na_values=[""])
        return frame.assign(file=path.name, row_no=range(2, len(frame) + 2))
    frames = []
    for path in sorted((workload / "inbox").glob("*.xlsx")):
        block = pd.read_excel(path, dtype=str, header=None, engine="openpyxl")
        frame = block.iloc[HEADER_ROWS:].set_axis(COLUMNS[2:], axis=1)
        unit = block.iloc[0, 0].removeprefix(UNIT_LABEL)
        frames.append(frame.assign(unit=unit, fund="", file=path.name, row_no=frame.index + 1))
    return pd.concat(frames, ignore_index=True)


def typed(frame: pd.DataFrame, workload: Path) -> pd.DataFrame:
    import pandas as pd

    tasks = pd.read_csv(reference(workload, "tasks"), dtype=str).set_index("title")["task_code"]
    units = pd.read_csv(reference(workload, "units"), dtype=str).set_index("full_name")["unit_id"]
    day = pd.to_datetime(frame["completed_on"], format="%d/%m/%Y", errors="coerce")
    return frame.assign(
        task_code=frame["title"].map(tasks),
        unit_id=frame["unit"].map(units),
        state=frame["status"].map(STATUSES),
        pct_read=pd.to_numeric(frame["pct"], errors="coerce"),
        allocated_vnd=pd.to_numeric(frame["allocated"].str.replace(".", "", regex=False), errors="coerce"),
        disbursed_vnd=pd.to_numeric(frame["disbursed"].str.replace(".", "", regex=False), errors="coerce"),
        day=day,
    )


def rules(t: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    said = ["unit", "task_code", "fund", "state", "pct_read", "allocated_vnd", "disbursed_vnd", "result", "day"]
    amount_fails = (t["allocated"].notna() & t["allocated_vnd"].isna()) | (
        t["disbursed"].notna() & t["disbursed_vnd"].isna()
    )
    return {
        "unknown_task": t["task_code"].isna(),
        "unknown_status": t["state"].isna(),
        "pct_not_a_number": t["pct"].notna() & t["pct_read"].isna(),
        "pct_out_of_range": (t["pct_read"] < 0) | (t["pct_read"] > 100),
        "status_pct_mismatch": ((t["state"] == "done") & (t["pct_read"] < 100))
        | ((t["state"] == "todo") & (t["pct_read"] > 0)),
        "amount_not_a_number": amount_fails,
        "negative_amount": (t["allocated_vnd"] < 0) | (t["disbursed_vnd"] < 0),
        "spent_gt_allocated": t["disbursed_vnd"] > t["allocated_vnd"],
        "date_not_a_date": t["completed_on"].notna() & t["day"].isna(),
        "duplicate_row": t["task_code"].notna() & t.duplicated(said),
    }


def finish(frame: pd.DataFrame, found: dict[str, pd.Series[Any]], out: Path) -> None:
    """Split, aggregate, write, answer."""
    import pandas as pd

    is_rejected = pd.concat(found, axis=1).any(axis=1)
    frame[is_rejected].to_parquet(out / "rejected.parquet")
    accepted = frame[~is_rejected]
    accepted.to_parquet(out / "accepted.parquet")
    accepted.groupby("unit_id")[["allocated_vnd", "disbursed_vnd"]].sum().to_csv(out / "by_unit.csv")
    accepted.groupby(["task_code", "state"])["pct_read"].agg(["size", "mean"]).to_csv(out / "by_task.csv")
    accepted.groupby("fund")[["allocated_vnd", "disbursed_vnd"]].sum().to_csv(out / "by_fund.csv")
    frame.groupby("file").size().to_csv(out / "by_file.csv")
    totals = {
        "rows": len(frame),
        "accepted": len(accepted),
        "allocated_vnd": accepted["allocated_vnd"].sum(),
        "disbursed_vnd": accepted["disbursed_vnd"].sum(),
        "done": (accepted["state"] == "done").sum(),
    }
    answer(out, totals | {rule: found[rule].sum() for rule in RULES})


if __name__ == "__main__":
    main()
