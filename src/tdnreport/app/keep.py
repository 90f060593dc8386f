"""A build that ended well goes into the store, and what it changed against the one before is told in a few lines.

The report does not depend on the store: where that cannot be read or written, a sentence says so and the report stands.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tdnreport.history import builds, changes, closed_facts, closing, views
from tdnreport.history.store import Store, StoreError, find_store, is_shared
from tdnreport.plans.context import load_context

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import duckdb

    from tdnreport.base.home import Home
    from tdnreport.base.progress import Progress
    from tdnreport.plans.context import RunContext

RESTRICTED = "TDNREPORT_STORE_RESTRICTED"


def keep_build(context: RunContext, con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Keep the finished warehouse `con`; the sentences to be told, none where nothing is to say."""
    store, build = find_store(context.home), builds.describe_build(context, con)
    if build.marking and not _takes_restricted(store, context):
        return (
            f"Số liệu có dấu “{build.marking}” nên không ghi vào kho lịch sử dùng chung {store.location}; "
            f"nếu kho đó được phép giữ, đặt {RESTRICTED}=1.",
        )
    try:
        is_new = builds.keep_build(store, con, build)
    except StoreError as error:
        return (f"{error} Báo cáo vẫn đầy đủ; lần tổng hợp này chưa có trong kho: sửa xong thì chạy lại lệnh.",)
    try:
        return tuple(_what_changed(context, build)) if is_new else ()
    except StoreError as error:
        return (f"{error} Báo cáo vẫn đầy đủ và đã ghi vào kho, nhưng không so được với lần tổng hợp trước.",)


def _takes_restricted(store: Store, context: RunContext) -> bool:
    """The project's own store takes what the officer let in; one that others read takes it only where its keeper says so."""
    return not is_shared(store, context.home) or os.environ.get(RESTRICTED) == "1"


def _what_changed(context: RunContext, build: builds.Build) -> Iterator[str]:
    if not builds.has_other_builds(find_store(context.home), build):
        return
    sight = views.Sight(build.is_sample, restricted=bool(build.marking))
    with views.open_history(context.home, sight) as history, find_store(context.home).explained("đọc"):
        changed = changes.compare_with_previous(history, build.build_id)
    if changed:
        yield from changes.change_lines(changed)


def keep_closed(context: RunContext, folder: Path) -> tuple[str, ...]:
    """The closing of a period as a new state of its build, with its facts where the store lacks them; the sentences to be told."""
    return _keep_state(context, folder, builds.CLOSED)


def keep_published(context: RunContext, folder: Path, signed_on: date) -> tuple[str, ...]:
    """The publication of a closed period likewise; what it says is known from the day of signing."""
    return _keep_state(context, folder, builds.PUBLISHED, signed_on)


def _keep_state(context: RunContext, folder: Path, state: str, known_on: date | None = None) -> tuple[str, ...]:
    store, build = find_store(context.home), closed_facts.describe_closed(context, folder)
    if build.marking and not _takes_restricted(store, context):
        return ()
    try:
        with closed_facts.closed_tables(folder) as con:
            builds.keep_build(store, con, build, state, known_on)
    except StoreError as error:
        return (f"{error} Bản chốt vẫn đầy đủ; sửa xong thì chạy lệnh rebuild-store.",)
    return ()


def rebuild_store(home: Home, progress: Progress) -> Iterator[str]:
    """Keep every closed period, those set aside when they were opened again included, the oldest closing first."""
    store = find_store(home)
    folders = sorted(
        _closed_folders(home.data / "closed"), key=lambda folder: (closing.load_closed(folder).closed_on, folder)
    )
    kept = 0
    for done, folder in enumerate(folders, 1):
        figures = closing.load_figures(folder / closing.OUTPUTS)
        context = load_context(home, figures["plan_id"], figures["period_id"])
        build = closed_facts.describe_closed(context, folder)
        if build.marking and not _takes_restricted(store, context):
            yield f"{folder}: có dấu “{build.marking}” nên không ghi vào kho dùng chung."
            continue
        with closed_facts.closed_tables(folder) as con:
            kept += builds.keep_build(store, con, build, builds.CLOSED)
        progress("Dựng lại kho lịch sử", done, len(folders))
    yield f"Kho lịch sử {store.location}: {len(folders)} kỳ đã chốt, {kept} lần tổng hợp ghi thêm."


def _closed_folders(closed: Path) -> Iterator[Path]:
    yield from (record.parent for record in closed.glob(f"*/*/{closing.RECORD}"))
    yield from (record.parent for record in closed.glob(f"*/{closing.REOPENED}/*/{closing.RECORD}"))
