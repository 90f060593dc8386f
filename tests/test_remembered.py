"""A later run reads only what changed, and nothing that was remembered can say anything but what the files say."""

from __future__ import annotations

import contextlib
import os
import pickle
import zipfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warehouse_case import subject
from workbooks import Page, xlsx

from tdnreport.base.home import find_home
from tdnreport.ingest.cache import ReadCache
from tdnreport.ingest.file_read import FileRead
from tdnreport.ingest.inbox import list_inbox
from tdnreport.ingest.sandbox import read_files
from tdnreport.ingest.transfer import DamagedTransfer, pack_file_read, unpack_file_read
from tdnreport.warehouse import pipeline

HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ"]


def sent(folder: Path, name: str, *titles: str) -> Path:
    rows = [[str(at), title, "Hoàn thành", 1] for at, title in enumerate(titles, 1)]
    return xlsx(folder / name, Page("Biểu 01", [HEADER, *rows]))


@pytest.fixture
def inbox(tmp_path: Path) -> list[tuple[Path, str]]:
    paths = [sent(tmp_path, f"{i}.xlsx", *["Quảng bá du lịch"] * i) for i in range(1, 5)]
    csv = tmp_path / "5.csv"
    csv.write_text("STT;Nhiệm vụ;Trạng thái\n1;Xuất bản ấn phẩm;Hoàn thành\n", encoding="utf-8")
    return [(path, path.name) for path in (*paths, csv)]


def read(files: list[tuple[Path, str]], cells: Path | None) -> list[FileRead]:
    return list(read_files(files, find_home().reference_folders, cache_path=cells))


def recalled(files: list[tuple[Path, str]], cells: Path) -> list[str]:
    memory = ReadCache(cells, find_home().reference_folders)
    return [name for path, name in files if memory.load(path, name)]


def test_what_is_remembered_is_what_was_read(tmp_path: Path, inbox: list[tuple[Path, str]]) -> None:
    cells = tmp_path / "w.cells"
    first = read(inbox, cells)
    assert recalled(inbox, cells) == [name for _, name in inbox]
    assert read(inbox, cells) == first == read(inbox, None)


def test_only_a_changed_a_renamed_and_a_new_file_are_read_again(tmp_path: Path, inbox: list[tuple[Path, str]]) -> None:
    cells = tmp_path / "w.cells"
    read(inbox, cells)
    sent(tmp_path, "1.xlsx", "Tổ chức hội chợ")
    (tmp_path / "2.xlsx").rename(tmp_path / "2b.xlsx")
    sent(tmp_path, "6.xlsx", "Quảng bá du lịch")
    files = [(tmp_path / name, name) for name in ("1.xlsx", "2b.xlsx", "3.xlsx", "4.xlsx", "5.csv", "6.xlsx")]
    assert recalled(files, cells) == ["3.xlsx", "4.xlsx", "5.csv"]
    assert read(files, cells) == read(files, None)
    assert recalled(files, cells) == [name for _, name in files]


def test_a_name_that_is_no_text_is_remembered_too(tmp_path: Path) -> None:
    path = sent(tmp_path, "1.xlsx", "Quảng bá")
    odd = [(path, "1\udcff.xlsx")]
    [first] = read(odd, tmp_path / "w.cells")
    assert first.file == "1\udcff.xlsx"
    assert recalled(odd, tmp_path / "w.cells") == [first.file]


def test_files_that_are_gone_are_forgotten(tmp_path: Path, inbox: list[tuple[Path, str]]) -> None:
    cells = tmp_path / "w.cells"
    read(inbox, cells)
    read(inbox[:2], cells)
    with zipfile.ZipFile(cells) as archive:
        assert len(archive.namelist()) == 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), noise=st.binary(max_size=6), cut=st.booleans())
def test_a_damaged_memory_changes_nothing(
    tmp_path: Path, inbox: list[tuple[Path, str]], at: float, noise: bytes, cut: bool
) -> None:
    cells, good = tmp_path / "w.cells", read(inbox, None)
    cells.unlink(missing_ok=True)
    read(inbox, cells)
    data = cells.read_bytes()
    middle = int(at * len(data))
    cells.write_bytes(data[:middle] + noise + (b"" if cut else data[middle + len(noise) :]))
    assert read(inbox, cells) == good
    assert read(inbox, cells) == good


def test_the_word_lists_are_part_of_what_was_read(tmp_path: Path, inbox: list[tuple[Path, str]]) -> None:
    cells, reference = tmp_path / "w.cells", tmp_path / "reference"
    reference.mkdir()
    for path in find_home().reference.glob("*.csv"):
        (reference / path.name).write_bytes(path.read_bytes())
    list(read_files(inbox, [reference], cache_path=cells))
    with (reference / "headers.csv").open("a", encoding="utf-8") as file:
        file.write("note,Điều cần nói thêm,\n")
    memory = ReadCache(cells, [reference])
    assert not any(memory.load(path, name) for path, name in inbox)


def test_a_marked_file_is_not_remembered(tmp_path: Path) -> None:
    marked = xlsx(tmp_path / "1.xlsx", Page("Biểu 01", [["MẬT"], HEADER, ["1", "Quảng bá", "Hoàn thành", 1]]))
    plain = sent(tmp_path, "2.xlsx", "Quảng bá")
    files = [(marked, marked.name), (plain, plain.name)]
    [first, _] = read(files, tmp_path / "w.cells")
    assert [one.rule_id for one in first.findings] == ["secret_marking"]
    assert recalled(files, tmp_path / "w.cells") == ["2.xlsx"]


def test_a_refusal_that_depends_on_the_machine_is_not_remembered(tmp_path: Path) -> None:
    path = sent(tmp_path, "1.xlsx", "Quảng bá")
    [refused] = read_files(
        [(path, path.name)], find_home().reference_folders, seconds=0, cache_path=tmp_path / "w.cells"
    )
    if refused.findings:
        assert recalled([(path, path.name)], tmp_path / "w.cells") == []
    [good] = read([(path, path.name)], tmp_path / "w.cells")
    assert not good.findings


def test_no_place_to_remember_stops_nobody(tmp_path: Path, inbox: list[tuple[Path, str]]) -> None:
    taken = tmp_path / "folder"
    (taken / "inside").mkdir(parents=True)
    assert read(inbox, taken) == read(inbox, None) == read(inbox, taken / "inside" / "x" / "w.cells")
    assert sorted(one.name for one in taken.iterdir()) == ["inside"]


class _Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("echo evil > evil.txt",)


REACHING = [
    f"c{module}\n{name}\n(S'echo evil > evil.txt'\ntR.".encode()
    for module, name in (
        ("tdnreport.ingest.sandbox", "os.system"),
        ("tdnreport.ingest.sandbox", "os"),
        ("os", "system"),
    )
]


@pytest.mark.parametrize(
    "data", [b"", b"cos\nsystem\n(S'x'\ntR.", pickle.dumps({"a": 1}), pickle.dumps(_Evil()), *REACHING]
)
def test_bytes_that_are_no_file_read_are_refused_and_run_nothing(
    tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DamagedTransfer):
        unpack_file_read(data)
    assert not (tmp_path / "evil.txt").exists()


@settings(max_examples=200, deadline=None)
@given(at=st.floats(0, 1), noise=st.binary(min_size=1, max_size=4))
def test_damaged_bytes_are_refused_or_a_file_read(at: float, noise: bytes) -> None:
    data = pack_file_read(FileRead("a.xlsx", "0", 1, "xlsx"))
    middle = int(at * len(data))
    with contextlib.suppress(DamagedTransfer):
        assert isinstance(unpack_file_read(data[:middle] + noise + data[middle + len(noise) :]), FileRead)


def test_a_warehouse_made_from_memory_has_the_rows_of_one_read_anew(tmp_path: Path) -> None:
    of, sample = subject(), find_home().sample_inbox("tth-2024", "2024")
    tables = []
    for path in (tmp_path / "a.duckdb", tmp_path / "a.duckdb", tmp_path / "b.duckdb"):
        with pipeline.build_warehouse(of, list_inbox(sample), path):
            pass
        tables.append(rows_of(path))
    assert len(zipfile.ZipFile(tmp_path / "a.duckdb.cells").namelist()) > 20
    assert tables[0] == tables[1] == tables[2]


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(path), read_only=True) as con:
        names = con.execute("select schema_name || '.' || table_name from duckdb_tables() order by 1").fetchall()
        return {name: con.execute(f"select * from {name} order by all").fetchall() for (name,) in names}
