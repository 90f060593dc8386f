"""Hand-tuned DuckDB, the practical limit: distinct texts typed once, one window for repeats, text kept in the file."""

from __future__ import annotations

from bench.peers.common import COLUMNS, RULES, STATUSES, answer, blocks, calamine, csv_of, folders, reference, text_rows

TYPED = """
create temp table statuses as select * from (values {statuses}) as t(text, status);
create temp table tasks as select title, task_code from read_csv('{tasks}', all_varchar = true);
create temp table units as select full_name as unit, unit_id from read_csv('{units}', all_varchar = true);
create temp table days as
select text, try_strptime(text, ['%d/%m/%Y', '%Y-%m-%d'])::date as day from (select distinct completed_on as text from sent);
create temp table typed as
select
    sent.file, sent.row_no, units.unit_id, tasks.task_code, sent.fund, statuses.status, sent.result, days.day,
    try_cast(sent.pct as double) as pct, try_cast(replace(sent.allocated, '.', '') as bigint) as allocated,
    try_cast(replace(sent.disbursed, '.', '') as bigint) as disbursed,
    sent.pct is not null and try_cast(sent.pct as double) is null as pct_fails,
    (sent.allocated is not null and try_cast(replace(sent.allocated, '.', '') as bigint) is null)
        or (sent.disbursed is not null and try_cast(replace(sent.disbursed, '.', '') as bigint) is null) as amount_fails,
    sent.completed_on is not null and days.day is null as day_fails
from sent
left join units using (unit) left join tasks using (title)
left join statuses on statuses.text = sent.status left join days on days.text = sent.completed_on;
create temp table repeats as
select file, row_no from typed where task_code is not null
qualify row_number() over (partition by unit_id, task_code, fund, hash(status, pct, allocated, disbursed, result, day) order by row_no) > 1;
create temp table found as
select file, row_no, unnest(list_filter([
    if(task_code is null, 'unknown_task', null), if(status is null, 'unknown_status', null), if(pct_fails, 'pct_not_a_number', null),
    if(pct < 0 or pct > 100, 'pct_out_of_range', null),
    if((status = 'done' and pct < 100) or (status = 'todo' and pct > 0), 'status_pct_mismatch', null),
    if(amount_fails, 'amount_not_a_number', null), if(allocated < 0 or disbursed < 0, 'negative_amount', null),
    if(disbursed > allocated, 'spent_gt_allocated', null), if(day_fails, 'date_not_a_date', null)
], lambda one: one is not null)) as rule_id from typed
union all select *, 'duplicate_row' from repeats;
create table findings as select * from found;
create table accepted as select * from typed anti join found using (file, row_no);
create table by_unit as select unit_id, sum(allocated) as allocated, sum(disbursed) as disbursed from accepted group by all;
create table by_task as select task_code, status, count(*) as rows, avg(pct) as pct from accepted group by all;
create table by_fund as select fund, sum(allocated) as allocated, sum(disbursed) as disbursed from accepted group by all;
create table by_file as select file, count(*) as rows from sent group by all;
"""


def main() -> None:
    import duckdb

    workload, out = folders()
    path = csv_of(workload)
    con = duckdb.connect(str(out / "peer.duckdb"))
    if path:
        columns = ", ".join(f"'{name}': 'varchar'" for name in COLUMNS)
        con.execute(
            f"""create table raw_text as from read_csv('{path}', header = true, auto_detect = false, delim = ',',
                quote = '"', escape = '"', columns = {{{columns}}});
            create view sent as select '{path.name}' as file, rowid + 2 as row_no, * from raw_text"""
        )
    else:
        import polars as pl

        rows = [row for file, block in blocks(workload, calamine) for row in text_rows(file, block)]
        sent_frame = pl.DataFrame(
            rows, schema=dict.fromkeys(("file", "row_no", *COLUMNS), pl.String) | {"row_no": pl.Int64}, orient="row"
        )
        con.register("sent_frame", sent_frame)
        con.execute("create table sent as from sent_frame")
    statuses = ", ".join(f"('{said}', '{status}')" for said, status in STATUSES.items())
    con.execute(TYPED.format(statuses=statuses, tasks=reference(workload, "tasks"), units=reference(workload, "units")))
    [totals] = con.execute(
        """select (select count(*) from sent), count(*), sum(allocated), sum(disbursed), count(*) filter (status = 'done') from accepted"""
    ).fetchall()
    found = dict(con.execute("select rule_id, count(*) from findings group by all").fetchall())
    con.close()
    names = ("rows", "accepted", "allocated_vnd", "disbursed_vnd", "done")
    answer(out, dict(zip(names, totals, strict=True)) | {rule: found.get(rule, 0) for rule in RULES})


if __name__ == "__main__":
    main()
