"""What stands in the output folder belongs to its owner: the program replaces only what it wrote, and keeps what was edited since."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tdnreport.app.remind import write_letters
from tdnreport.app.report import make_report
from tdnreport.app.template import make_templates
from tdnreport.base.home import PRODUCT, Home
from tdnreport.base.own_folder import MARK, FolderInUse, is_litter
from tdnreport.plans.context import RunContext, load_context

SAMPLE = PRODUCT / "data" / "sample" / "tth-2024" / "2024"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    root = tmp_path_factory.mktemp("home")
    (root / "data").symlink_to(PRODUCT / "data")
    return Home(root)


@pytest.fixture(scope="module")
def context(home: Home) -> RunContext:
    return load_context(home, "tth-2024", "2024")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    for name in ("STC.xls", "TRT.csv"):
        shutil.copy(SAMPLE / name, folder)
    return folder


@pytest.fixture(scope="module")
def made(context: RunContext, inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "out"
    make_report(context, inbox, out)
    return out


@pytest.fixture
def out(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "out"))


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_was_edited_by_hand_is_kept_under_a_dated_name_named_and_kept_again(
    context: RunContext, inbox: Path, out: Path
) -> None:
    before = content(out)
    for name in ("bao-cao.docx", "phan-hoi/tth.stc.xlsx"):
        (out / name).write_bytes(before[name] + b"edited")
        os.utime(out / name, (1733000000, 1733000000))
    kept = ("bao-cao (sửa tay 2024-11-30).docx", "phan-hoi/tth.stc (sửa tay 2024-11-30).xlsx")
    made = make_report(context, inbox, out)
    assert all(f"Tệp đã sửa tay được giữ lại: {name}." in made.problems for name in kept)
    edited = {
        name: before[whole] + b"edited"
        for name, whole in zip(kept, ("bao-cao.docx", "phan-hoi/tth.stc.xlsx"), strict=True)
    }
    assert content(out) == before | edited
    (out / "bao-cao.docx").write_bytes(b"edited again")
    os.utime(out / "bao-cao.docx", (1733000000, 1733000000))
    make_report(context, inbox, out)
    assert content(out) == before | edited | {"bao-cao (sửa tay 2024-11-30 2).docx": b"edited again"}


def test_litter_of_systems_and_office_programs_disturbs_nobody(context: RunContext, inbox: Path, out: Path) -> None:
    before = content(out)
    for name in (
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "~$o-cao.docx",
        ".~lock.bao-cao.docx#",
        "du-lieu/._tasks.csv",
    ):
        assert is_litter(Path(name).name)
        (out / name).write_bytes(b"x")
    make_report(context, inbox, out)
    assert content(out) == before


@pytest.mark.parametrize(
    ("name", "text"),
    [("ghi-chu.docx", "không phải của báo cáo (ghi-chu.docx)"), ("du-lieu/tinh-toan.csv", "(du-lieu/tinh-toan.csv)")],
)
def test_a_file_that_the_officer_added_is_left_alone_and_named(
    context: RunContext, inbox: Path, out: Path, name: str, text: str
) -> None:
    (out / name).write_bytes(b"mine")
    before = content(out)
    with pytest.raises(FolderInUse) as refused:
        make_report(context, inbox, out)
    assert text in str(refused.value)
    assert content(out) == before


def test_a_folder_without_the_mark_is_never_taken_even_where_the_names_are_those_of_a_report(
    context: RunContext, inbox: Path, out: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine" / "du-lieu").mkdir(parents=True)
    (tmp_path / "mine" / "du-lieu" / "tasks.csv").write_text("a")
    (out / MARK).write_bytes((out / MARK).read_bytes()[:-40])
    for folder in (tmp_path / "mine", out):
        before = content(folder)
        with pytest.raises(FolderInUse, match="không phải do chương trình này ghi"):
            make_report(context, inbox, folder)
        assert content(folder) == before


def test_a_file_in_place_of_the_folder_is_left_alone(context: RunContext, inbox: Path, tmp_path: Path) -> None:
    letter = tmp_path / "cong-van.docx"
    for _ in range(2):
        letter.write_bytes(b"mine")
        with pytest.raises(FolderInUse, match="là một tệp, không phải thư mục"):
            make_report(context, inbox, letter)
        assert content(tmp_path) == {"cong-van.docx": b"mine"}
    (tmp_path / "lien-ket").symlink_to(tmp_path / "none")
    with pytest.raises(FolderInUse, match="liên kết"):
        make_report(context, inbox, tmp_path / "lien-ket")


def test_the_folder_of_another_report_is_refused(home: Home, out: Path) -> None:
    before = content(out)
    other = load_context(home, "qt-2024", "2024-h1")
    with pytest.raises(FolderInUse, match="đang giữ kết quả khác"):
        make_report(other, PRODUCT / "data" / "sample" / "qt-2024" / "2024-h1", out)
    assert content(out) == before


@pytest.mark.parametrize("out", ["in", "in/out", "."])
def test_the_output_folder_and_the_inbox_lie_apart(context: RunContext, inbox: Path, tmp_path: Path, out: str) -> None:
    sent = Path(shutil.copytree(inbox, tmp_path / "in"))
    before = content(tmp_path)
    for make in (make_report, write_letters):
        with pytest.raises(FolderInUse, match="nằm trong nhau"):
            make(context, sent, tmp_path / out)  # type: ignore[operator]
    assert content(tmp_path) == before


def test_an_edited_letter_or_form_is_kept_and_a_foreign_folder_is_refused(
    context: RunContext, inbox: Path, tmp_path: Path
) -> None:
    letters, forms, mine = tmp_path / "letters", tmp_path / "forms", tmp_path / "mine"
    [first, *_] = write_letters(context, inbox, letters)
    form = make_templates(context, forms).paths[0]
    for path in (first, form):
        path.write_bytes(b"edited")
        os.utime(path, (1733000000, 1733000000))
    write_letters(context, inbox, letters)
    make_templates(context, forms)
    for path in (first, form):
        assert path.read_bytes() != b"edited"
        assert path.with_name(f"{path.stem} (sửa tay 2024-11-30){path.suffix}").read_bytes() == b"edited"
    mine.mkdir()
    (mine / first.name).write_bytes(b"mine")
    for make in (lambda: write_letters(context, inbox, mine), lambda: make_templates(context, mine)):
        with pytest.raises(FolderInUse):
            make()
    assert content(mine) == {first.name: b"mine"}
