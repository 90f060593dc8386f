"""The store of all builds: many writers at once, kill -9 in the middle of a commit, and how long a year of builds takes to open."""

from __future__ import annotations

import random
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from torture.counts import Count

WRITERS, EACH, BUILDS = 8, 15, 2000
LONGEST_WAIT_SECONDS = 0.5


def all_of(kills: int, seed: int) -> Iterator[Count]:
    """Each part in a store of its own, all with the facts of the sample year."""
    import store_case as case

    from tdnreport.base.home import find_home
    from tdnreport.ingest.inbox import list_inbox
    from tdnreport.warehouse import pipeline

    with tempfile.TemporaryDirectory(prefix="torture-store-") as folder:
        root = Path(folder)
        path, inbox = root / "w.duckdb", find_home().sample_inbox("tth-2024", "2024")
        with pipeline.build_warehouse(case.context_of(), list_inbox(inbox), path):
            pass
        yield writers(path, root / "writers")
        yield killed(path, root / "kills", kills, random.Random(seed))
        yield opened(path, root / "year")


def writers(path: Path, folder: Path) -> Count:
    import store_case as case

    from tdnreport.history.store import Store

    start = time.perf_counter()
    running = [case.start_writer(path, folder, str(name), 1, EACH) for name in range(WRITERS)]
    ids = [build_id for writer in running for build_id in writer.communicate()[0].split()]
    seconds = time.perf_counter() - start
    assert len(set(ids)) == WRITERS * EACH
    case.require_whole(Store(str(folder)), case.expected_rows(path), ids)
    return Count("builds of 8 writers of one store at once", len(ids), len(ids), f"every row once, {seconds:.0f} s")


def killed(path: Path, folder: Path, kills: int, chance: random.Random) -> Count:
    """A writer is killed, the next one begins with what was not yet kept; at the end every build is there, once and whole."""
    import store_case as case

    from tdnreport.history.store import Store

    store, kept, done = Store(str(folder)), set[str](), 0
    for _ in range(kills):
        writer = case.start_writer(path, folder, "k", done, done + 20)
        assert writer.stdout
        said = writer.stdout.readline().strip()
        time.sleep(chance.uniform(0, LONGEST_WAIT_SECONDS))
        writer.send_signal(signal.SIGKILL)
        new = {said, *writer.communicate()[0].split()} - {""}
        done += len(new)
        kept |= new
        assert kept <= set(case.rows_of_builds(store)["builds"])
    kept |= set(case.keep_many(path, store, "k", range(done + 1)))
    case.require_whole(store, case.expected_rows(path), kept)
    note = f"{len(kept)} builds, none lost, none half seen, none twice"
    return Count("kill -9 while a build is kept", kills, kills, note)


def opened(path: Path, folder: Path) -> Count:
    import store_case as case

    from tdnreport.history.store import Store
    from tdnreport.history.views import Sight

    store = Store(str(folder))
    assert len(set(case.keep_many(path, store, "y", range(BUILDS)))) == BUILDS
    start = time.perf_counter()
    with case.history(store, Sight(is_sample=True)) as con:
        [(builds,)] = con.execute("select count(*) from history.builds").fetchall()
        opening = time.perf_counter() - start
        con.execute("select count(*), count(distinct figure_id) from history.figure_versions").fetchall()
    asked = time.perf_counter() - start - opening
    assert builds == BUILDS
    return Count(
        "builds in one store",
        BUILDS,
        builds,
        f"opened and counted in {opening:.1f} s, all figures asked in {asked:.1f} s",
    )
