"""A build that ended well goes into the store, and what it changed against the one before is told in a few lines.

The report does not depend on the store: where that cannot be read or written, a sentence says so and the report stands.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tdnreport.history import builds, changes, views
from tdnreport.history.store import Store, StoreError, find_store, is_shared

if TYPE_CHECKING:
    import duckdb

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
        if not builds.keep_build(store, con, build):
            return ()
        return tuple(_what_changed(context, build))
    except StoreError as error:
        return (f"{error} Báo cáo vẫn đầy đủ; lần tổng hợp này chưa có trong kho: sửa xong thì chạy lại lệnh.",)


def _takes_restricted(store: Store, context: RunContext) -> bool:
    """The project's own store takes what the officer let in; one that others read takes it only where its keeper says so."""
    return not is_shared(store, context.home) or os.environ.get(RESTRICTED) == "1"


def _what_changed(context: RunContext, build: builds.Build) -> Iterator[str]:
    with views.open_history(context.home, views.Sight(build.is_sample, restricted=bool(build.marking))) as history:
        changed = changes.compare_with_previous(history, build.build_id)
    if changed:
        yield from changes.change_lines(changed)
