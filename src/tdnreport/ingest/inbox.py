"""The inbox: which files came, what the register says of them, and whose report each one is.

    inbox/register.csv      file,received_on[,unit_id,period_id,document_no,replaces,includes_predecessor]
                            BC-STTTT.xlsx,2024-11-12,,2024,1873/BC-STTTT

Unit: hidden form sheet, else the table's unit column, else title block, else register, else file name. Day received: register,
else form, else the date line of the letterhead or signature block. File names are compared in NFC, for a Mac writes NFD.
Out of scope: reading the files (`ingest.read_file`), unpacking archives.
"""

from __future__ import annotations

import csv
import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from tdnreport.base.os_errors import explain_os_error
from tdnreport.base.own_folder import is_litter
from tdnreport.vietnamese.dates import read_date
from tdnreport.vietnamese.encodings import decode_bytes
from tdnreport.vietnamese.lexicon import NO_WORDS
from tdnreport.vietnamese.text import LONGEST_NAME, LONGEST_TEXT, clean_text, fold_text

SUFFIXES = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".docx", ".docm"})
REGISTER = "register.csv"
_SKIPPED = {
    (".doc", ".rtf", ".odt", ".pdf"): (
        "là văn bản nên không đọc; bảng số liệu trong văn bản phải chép sang một tệp Excel, hoặc điền vào biểu mẫu."
    ),
    (".zip", ".rar", ".7z", ".gz"): "là tệp nén nên không đọc; hãy giải nén vào thư mục nhận báo cáo.",
    (".png", ".jpg", ".jpeg", ".tif", ".tiff"): "là ảnh nên không đọc; phải nhập lại số liệu vào biểu mẫu Excel.",
}
_STRANGE = "không phải bảng tính hoặc CSV nên không đọc."
_COLUMNS = ("file", "received_on", "unit_id", "period_id", "document_no", "replaces", "includes_predecessor")
_NO, _YES = frozenset({"no", "khong", "0", "false"}), frozenset({"yes", "co", "1", "true"})
_ANSWERS = {
    "replaces": "ghi no (bổ sung cho tệp trước) hoặc yes (thay tệp trước)",
    "includes_predecessor": "ghi yes (lũy kế gồm số liệu của đơn vị trước sắp xếp) hoặc no (không gồm)",
}
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """`position` is the row that Excel shows; of two files with the same day the later row came later.

    `replaces` is False where the file adds to what its unit sent before, None where the register does not say.
    `includes_predecessor`: what the unit answered when asked whether its totals hold those of the unit that it succeeds.
    """

    file: str
    received_on: date | None
    unit_id: str | None
    period_id: str | None
    document_no: str | None
    position: int
    replaces: bool | None = None
    includes_predecessor: bool | None = None


@dataclass(frozen=True, slots=True)
class InboxFile:
    path: Path
    file: str
    register: RegisterRow | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """`missing` are register rows without a file; `problems` are plain sentences for the officer.

    `unread` are documents, pictures and archives: something was sent, and nothing of it is read.
    """

    files: tuple[InboxFile, ...]
    missing: tuple[RegisterRow, ...]
    problems: tuple[str, ...]
    unread: tuple[InboxFile, ...] = ()


def list_inbox(folder: Path) -> Inbox:
    """Readable files below a folder, sorted by name, with their register rows; what is not read is named with the reason."""
    problems: list[str] = []
    walked = _walk_files(folder, problems)
    paths = sorted(walked, key=lambda path: (_name_key(name := _relative_name(path, folder)), name))
    register = find_register(folder)
    rows = _read_register(register, problems) if register.is_file() else []
    other_registers = {path: why for path in paths if path != register and (why := _why_no_register(path, folder))}
    problems += [f"Tệp {_relative_name(path, folder)} {why}" for path, why in other_registers.items()]
    paths = [path for path in paths if path != register and path not in other_registers]
    path_by_key = _index_by_name(folder, [path for path in paths if path.suffix.lower() in SUFFIXES])
    skipped = [path for path in paths if path.suffix.lower() not in SUFFIXES]
    sent = _index_by_name(folder, [path for path in skipped if why_skipped(path)])
    row_of, missing = _match_register(rows, path_by_key.keys() | sent.keys(), problems)
    problems += [f"Tệp {_relative_name(path, folder)} {why_skipped(path) or _STRANGE}" for path in skipped]

    def entries(paths: Mapping[str, Path]) -> tuple[InboxFile, ...]:
        return tuple(InboxFile(path, _relative_name(path, folder), row_of.get(key)) for key, path in paths.items())

    return Inbox(entries(path_by_key), tuple(missing), tuple(problems), entries(sent))


def inbox_of_file(path: Path) -> Inbox:
    """An inbox of one file without a register."""
    return chosen_files([path])


def chosen_files(paths: Sequence[Path]) -> Inbox:
    """Files from anywhere, of different names, as if they had been sent together without a register."""
    return Inbox(tuple(InboxFile(path, path.name, None) for path in paths), (), ())


def why_skipped(path: Path) -> str | None:
    """Why what a unit may have sent is not read; None for what is no report in any form."""
    suffix = path.suffix.lower()
    return next((sentence for suffixes, sentence in _SKIPPED.items() if suffix in suffixes), None)


def _index_by_name(folder: Path, paths: Sequence[Path]) -> dict[str, Path]:
    """Files by the name the register would use; files whose names differ only in case or NFC are all kept."""
    named: dict[str, Path] = {}
    for path in paths:
        name = _relative_name(path, folder)
        named[_name_key(name) if _name_key(name) not in named else f"{_name_key(name)}\0{name}"] = path
    return named


def find_register(folder: Path) -> Path:
    """The register of an inbox, which need not be there; `Register.csv` is one too where no file has the name itself.

    On Windows and macOS the two are one name, and the same inbox gives the same report everywhere.
    """
    if (folder / REGISTER).is_file() or not folder.is_dir():
        return folder / REGISTER
    alike = sorted(path for path in folder.iterdir() if path.name.lower() == REGISTER and path.is_file())
    return alike[0] if alike else folder / REGISTER


def _why_no_register(path: Path, folder: Path) -> str | None:
    """Why a file that has the register's name and is written as one is not used; None for any other file, a report of that name too."""
    if path.name.lower() != REGISTER:
        return None
    if path.parent == folder:
        return f"không được dùng vì thư mục có sổ nhận báo cáo khác ({find_register(folder).name}); hãy gộp vào một sổ."
    if not _is_register(path):
        return None
    return f"là sổ nhận báo cáo nằm trong thư mục con nên không được dùng; hãy chép các dòng vào {REGISTER} của thư mục nhận báo cáo."


def _is_register(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        first_line = decode_bytes(file.read(_HEAD)).text.partition("\n")[0]
    return "file" in {fold_text(name) for name in re.split("[;,\t]", first_line)}


def _walk_files(folder: Path, problems: list[str]) -> Iterator[Path]:
    """Files below a folder; a folder that is a link or cannot be opened, or has the register's name, becomes a sentence."""

    def tell(error: OSError) -> None:
        name = _relative_name(Path(error.filename), folder) if error.filename else "con"
        problems.append(
            f"Không mở được thư mục {_short_name(name)}: {explain_os_error(error)}; tệp trong đó không được đọc."
        )

    for parent, folders, names in os.walk(folder, onerror=tell):
        for path in (Path(parent, name) for name in sorted(folders)):
            if os.path.islink(path):  # noqa: PTH114 - pathlib raises for a name too long for the system; `tell` says it
                problems.append(
                    f"Thư mục {_relative_name(path, folder)} là liên kết nên không đọc; hãy chép thư mục thật vào thư mục nhận báo cáo."
                )
            elif path.parent == folder and path.name.lower() == REGISTER:
                problems.append(
                    f"{path.name} là thư mục, không phải sổ nhận báo cáo; không có sổ nào được dùng, hãy đổi tên thư mục."
                )
        yield from (Path(parent, name) for name in names if not is_litter(name))


def _short_name(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def _relative_name(path: Path, folder: Path) -> str:
    """With "/" on every system, and writable in UTF-8 even where the file system's name is not."""
    return path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _name_key(file: str) -> str:
    return unicodedata.normalize("NFC", file.strip().replace("\\", "/").removeprefix("./")).casefold()


def _match_register(
    rows: Sequence[RegisterRow], keys: Collection[str], problems: list[str]
) -> tuple[dict[str, RegisterRow], list[RegisterRow]]:
    """Register row of each file; a bare name also finds its file in a subfolder where only one has it."""
    by_name: dict[str, list[str]] = {}
    for key in keys:
        by_name.setdefault(PurePosixPath(key).name, []).append(key)
    row_of: dict[str, RegisterRow] = {}
    missing = []
    for row in rows:
        key = _name_key(row.file)
        places = [key] if key in keys else by_name.get(key, [])
        if len(places) != 1:
            missing.append(row)
            problems.append(
                f"{REGISTER}, dòng {row.position}: không có tệp “{row.file}” trong thư mục; kiểm tra lại tên tệp."
            )
        elif places[0] in row_of:
            problems.append(
                f"{REGISTER}, dòng {row.position}: tệp “{row.file}” đã có ở dòng trên; dòng này không dùng."
            )
        else:
            row_of[places[0]] = row
    return row_of, missing


def _read_register(path: Path, problems: list[str]) -> list[RegisterRow]:
    """Rows of the register; what cannot be understood goes to `problems` and the rest still counts."""
    text = decode_bytes(path.read_bytes()).text
    first_line = text.partition("\n")[0]
    delimiter = max(";\t,", key=first_line.count)
    lines = text.splitlines(keepends=True)
    if max(map(len, lines), default=0) > LONGEST_TEXT:
        problems.append(f"{REGISTER}: có ô dài bất thường, có thể do thiếu dấu nháy kép đóng ô; sổ không được dùng.")
        return []
    csv.field_size_limit(max(len(text), LONGEST_TEXT))  # an open quote may take in all lines
    records = list(csv.reader(lines, delimiter=delimiter))
    header = [fold_text(name).replace(" ", "_") for name in records[0]] if records else []
    if "file" not in header:
        problems.append(f"{REGISTER}: thiếu cột “file”; hàng đầu phải là: {', '.join(_COLUMNS)}.")
        return []
    filled = [
        (position, record) for position, record in enumerate(records[1:], 2) if any(cell.strip() for cell in record)
    ]
    return [
        _register_row(dict(zip(header, map(clean_text, record), strict=False)), position, problems)
        for position, record in filled
    ]


def _register_row(cells: dict[str, str], position: int, problems: list[str]) -> RegisterRow:
    day = cells.get("received_on", "")
    received_on = read_date(day, "s", 0, NO_WORDS) if day else None
    if received_on and received_on.precision != "day":
        problems.append(
            f"{REGISTER}, dòng {position}: ngày nhận “{day}” không phải là một ngày; ghi dạng 2024-11-15 hoặc 15/11/2024."
        )
    return RegisterRow(
        file=cells.get("file", ""),
        received_on=received_on.value if received_on and received_on.precision == "day" else None,
        unit_id=cells.get("unit_id") or None,
        period_id=cells.get("period_id") or None,
        document_no=cells.get("document_no") or None,
        position=position,
        **{name: _read_answer(name, cells.get(name, ""), position, problems) for name in _ANSWERS},
    )


def read_yes_or_no(text: str) -> bool | None:
    """None where it is neither.

    >>> read_yes_or_no("Có"), read_yes_or_no("không"), read_yes_or_no("có/không")
    (True, False, None)
    """
    word = fold_text(text)
    return True if word in _YES else False if word in _NO else None


def _read_answer(name: str, text: str, position: int, problems: list[str]) -> bool | None:
    answer = read_yes_or_no(text)
    if text and answer is None:
        problems.append(f"{REGISTER}, dòng {position}: cột {name} ghi “{text}”; {_ANSWERS[name]}.")
    return answer
