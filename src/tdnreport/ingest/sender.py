"""Whose report a file is, for which period and year, and the day it came.

    UBND TỈNH THỪA THIÊN HUẾ                    the parent body above is not the sender
    SỞ DU LỊCH                                  unit "tth.sdl", from the title block
    BÁO CÁO KẾT QUẢ … NĂM 2024                  the year
    Kỳ báo cáo: 6 tháng đầu năm 2024            the period
    Huế, ngày 12 tháng 11 năm 2024              the day, where register and form say none

Year and period are read by `title_period`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from tdnreport.ingest.file_read import FileRead, ReadFinding
from tdnreport.ingest.inbox import RegisterRow
from tdnreport.ingest.title_period import (
    CITED,
    TITLE,
    cleaned_text,
    find_period,
    labelled_texts,
    texts_of,
    years_by_sheet,
)
from tdnreport.vietnamese.dates import read_date
from tdnreport.vietnamese.lexicon import NO_WORDS
from tdnreport.vietnamese.text import fold_text, plain_text
from tdnreport.vietnamese.unit_names import UnitNames
from tdnreport.workbook.model import Line

_UNIT_LABEL = re.compile(r"(?:ten )?(?:don vi|co quan)(?: bao cao| thuc hien| gui| gui bao cao| lap bieu)?\s*:\s*")
_ADDRESSEES = re.compile(r"(?:dong )?kinh gui\b|noi nhan\b")
_OF_UNIT = re.compile(r"\b(?:bao cao|bieu|so lieu) cua (.+?)(?: (?:ve|nam|ky|theo|tren)\b.*)?$")
_DAY_LINE = re.compile(
    r"(?:[^,;:\d]{2,40}, ?|(?:\w+ ){1,3})ngay (\d{1,2}) ?(?:thang|[/.-]) ?(\d{1,2}) ?(?:nam|[/.-]) ?(20\d\d)\W*"
)
_REPORTED_ON = re.compile(r"ngay (?:lap |gui )?bao cao\s*:\s*(.+)")
_UNIT_ID = re.compile(r"[a-z]+(?:\.[a-z0-9_]+)+")
_NOISE = re.compile(
    r"\b(?:bao cao|bc|ttdn|thong tin doi ngoai|nam|20\d\d|\d+ ?thang|\d+t|quy [ivx]+|q\d|final|ban cuoi|chinh sua|thay the"
    r"|lan|bieu|mau|phu luc|pl|gui|so lieu|tien do|ket qua|v?\d+)\b"
)
_TITLE_PARTS = re.compile(r"\s+[-–—]+\s+|[:;()|]")
_SIGNED_FOR = re.compile(
    r"(?i)^\W*(?:(?:tm|kt|tl|tuq|q)[./ ]+|(?:phó |quyền )?(?:giám đốc|chủ tịch|trưởng ban|thủ trưởng)\s+)+"
)
_PARENTS = ("UBND tỉnh", "Tỉnh ủy", "HĐND tỉnh", "UBND thành phố", "Thành ủy", "HĐND thành phố")
_DEPARTMENT = re.compile(r"(?i)\W*(?:sở|ban|báo(?! cáo)|đài)\s")
"""Bodies of the province: under the name of a People's Committee they are never that committee."""
_COMMITTEE = re.compile(r"(?:ubnd|uy ban) ")
_LETTERHEAD_LINES = 6
_MOST_NAME_WORDS = 14


@dataclass(frozen=True, slots=True)
class Identity:
    """`unit_from`: form, column, title, register, file_name, sheet_name, signature or None;
    `received_from`: register, form, letter or None.

    `period_id` None means the file does not say; `period_text` is what it says where that is no period of the plan.
    Another period than the one asked for is the caller's to judge.
    `for_unit_id`: the unit whose figures these are where it has ended and `unit_id` is its heir (`ingest.predecessor`).
    `other_year_sheets` are sheets that speak only of another year beside ones that do not: leave them out.
    """

    unit_id: str | None
    unit_from: str | None
    unit_text: str | None
    period_id: str | None
    period_text: str | None
    received_on: date | None
    received_from: str | None
    document_no: str | None
    findings: tuple[ReadFinding, ...]
    other_year_sheets: tuple[str, ...] = ()
    written_on: date | None = None
    for_unit_id: str | None = None
    includes_predecessor: bool | None = None


def identify_file(
    read: FileRead,
    register: RegisterRow | None,
    names: UnitNames,
    plan_year: int,
    periods: Mapping[str, str],
    names_on: Callable[[date], UnitNames] | None = None,
) -> Identity:
    """`periods` maps the plan's period ids to their labels ("2024-h1" → "6 tháng đầu năm 2024").

    `names` are those of the period; a document is first read by the names of its own day (`names_on`).
    """
    received_on, received_from = _find_received_on(read, register, plan_year)
    day = _written_on(read, plan_year) or received_on
    of_day = names_on(day) if names_on and day else names
    unit_id, unit_from, unit_text = _find_unit(read, register, of_day)
    if unit_id is None and of_day is not names:
        of_period = _find_unit(read, register, names)
        if of_period[2] and of_day.match_unit(of_period[2]).unit_id is None:
            unit_id, unit_from, unit_text = of_period
    own_year, other_year = years_by_sheet(read, plan_year)
    period_id, period_text = find_period(read, register, periods)
    return Identity(
        unit_id=unit_id,
        unit_from=unit_from,
        unit_text=unit_text,
        period_id=period_id,
        period_text=period_text,
        received_on=received_on,
        received_from=received_from,
        document_no=register.document_no if register else None,
        findings=tuple(_findings(received_on, {} if own_year else other_year)),
        other_year_sheets=tuple(other_year) if own_year else (),
        written_on=day,
    )


def _findings(received_on: date | None, other_year: Mapping[str, Collection[int]]) -> Iterator[ReadFinding]:
    """`other_year` are the years that the sheets speak of where none speaks of the plan's."""
    if received_on is None:
        yield ReadFinding(None, None, None, "received_on_unknown", None, "")
    if other_year:
        years = sorted({year for years in other_year.values() for year in years})
        yield ReadFinding(next(iter(other_year)), None, None, "wrong_year", ", ".join(map(str, years)), "")


def sender_of_unread(file: str, register: RegisterRow | None, names: UnitNames) -> str | None:
    """Whose a file is of which nothing is read: as the register says, else the unit named in the file's name."""
    texts = [register.unit_id] if register and register.unit_id else _units_in_file_name(file, names)
    found = {unit_id for text in texts if (unit_id := _unit_id(text, names))}
    return found.pop() if len(found) == 1 else None


def _find_unit(
    read: FileRead, register: RegisterRow | None, names: UnitNames
) -> tuple[str | None, str | None, str | None]:
    """Unit id, source and text; the first unknown text where no unit is recognised."""
    unknown: tuple[str, str] | None = None
    for source, texts in _unit_texts(read, register, names):
        text_by_unit = {unit_id: text for text in reversed(texts) if (unit_id := _unit_id(text, names))}
        if len(text_by_unit) == 1:
            [(unit_id, text)] = text_by_unit.items()
            return unit_id, source, text
        if texts and not unknown and source != "file_name":
            unknown = (source, "; ".join(texts[:3]))
    return (None, *unknown) if unknown else (None, None, None)


def _unit_texts(read: FileRead, register: RegisterRow | None, names: UnitNames) -> Iterator[tuple[str, list[str]]]:
    """Texts that may name the unit, most reliable source first; a source that names several units names none."""
    yield "form", [read.form[key] for key in ("unit_id", "unit") if read.form.get(key)][:1]
    yield "column", _column_texts(read, "unit")
    above = [line for sheet in read.title_sheets for line in sheet.lines_above]
    yield "title", labelled_texts(above, _UNIT_LABEL)[:1]
    yield "title", _letterhead_units(above, names)
    yield "title", [match[1] for text in texts_of(above) if (match := _OF_UNIT.search(plain_text(text)))][:1]
    yield "register", [register.unit_id] if register and register.unit_id else []
    yield "title", _units_in_titles(above, names)
    yield "file_name", _units_in_file_name(read.file, names)
    yield (
        "sheet_name",
        [sheet.sheet.name for sheet in read.sheets if sheet.is_read and names.match_unit(sheet.sheet.name).unit_id],
    )
    yield "signature", _units_in_signature(read, names)
    yield "column", _column_texts(read, "lead")


def _unit_id(text: str, names: UnitNames) -> str | None:
    """A code counts where it is one of the plan's: a unit of another province sends nothing here."""
    if _UNIT_ID.fullmatch(text):
        return text if text in names.unit_ids else None
    return names.match_unit(text).unit_id


def _column_texts(read: FileRead, field: str) -> list[str]:
    """Distinct texts of a column over all data lines; the column of leads is one that the tables do not read."""
    distinct: dict[str, None] = {}
    for sheet in read.sheets:
        for table in sheet.tables:
            column_no = table.fields.get(field) or table.columns.skipped.get(field)
            if column_no:
                cells = (
                    line.cells[column_no - 1]
                    if column_no <= len(line.cells)
                    else table.overrides.get(line.row_no, {}).get(field, ("", " "))[0]
                    for line in sheet.sheet.lines
                    if table.roles.get(line.row_no) == "data"
                )
                distinct.update(dict.fromkeys(filter(None, map(cleaned_text, cells))))
    return list(distinct)


def _letterhead_units(lines: Iterable[Line], names: UnitNames) -> list[str]:
    """The last unit named before the title; the parent body above it ("UBND TỈNH …") is not the sender."""
    parents = {names.match_unit(parent).unit_id for parent in _PARENTS} - {None}
    texts = []
    for text in texts_of(lines)[: 2 * _LETTERHEAD_LINES]:
        if TITLE.search(plain_text(text)) and not names.match_unit(text).unit_id:
            break
        if not _ADDRESSEES.match(plain_text(text)):
            texts.append(text)
    unknown = [text for text in texts if _DEPARTMENT.match(text) and not names.match_unit(text).unit_id]
    known = [text for text in texts if (unit_id := names.match_unit(text).unit_id) and unit_id not in parents]
    is_parent = unknown and known and _COMMITTEE.match(plain_text(known[-1]))
    units = unknown if is_parent and texts.index(unknown[-1]) > texts.index(known[-1]) else known
    if units or len(texts) < 2 or names.match_unit(texts[0]).unit_id not in parents:
        return units[-1:]
    return texts[1:2]


def _units_in_titles(lines: Iterable[Line], names: UnitNames) -> list[str]:
    """A part of a title that is a unit: "BIỂU SỐ LIỆU NĂM 2024 - UBND huyện Quảng Điền"."""
    parents = {names.match_unit(parent).unit_id for parent in _PARENTS} - {None}
    titles = (
        text
        for text in texts_of(lines)
        if not _ADDRESSEES.match(plain_text(text)) and not CITED.match(plain_text(text))
    )
    parts = [part for text in titles for part in _TITLE_PARTS.split(text)]
    is_of_department = any(_DEPARTMENT.match(part) and not names.match_unit(part).unit_id for part in parts)
    known = ((part, names.match_unit(part)) for part in parts)
    return [
        part
        for part, name in known
        if name.how in ("exact", "folded")
        and name.unit_id not in parents
        and not (is_of_department and _COMMITTEE.match(plain_text(part)))
    ]


def _units_in_signature(read: FileRead, names: UnitNames) -> list[str]:
    """The unit that signs below the tables, "TM. UBND HUYỆN A LƯỚI"; the list of receivers ("- Sở …") does not count."""
    texts = [text for sheet in read.title_sheets if sheet.is_read for text in texts_of(sheet.lines_below)]
    own = [_SIGNED_FOR.sub("", text) for text in texts if not text.startswith(("-", "–", "+"))]
    return [text for text in own if names.match_unit(text).how in ("exact", "folded")]


def _units_in_file_name(file: str, names: UnitNames) -> list[str]:
    """The longest run of words of a file name that is a unit: "BC So Du lich TTDN 2024 (lan 2)" → "So Du lich"."""
    stem = fold_text(PurePosixPath(file).stem)
    words = " ".join(_NOISE.sub(" ", stem).split()).split()[:_MOST_NAME_WORDS]
    for size in range(len(words), 0, -1):
        runs = [" ".join(words[start : start + size]) for start in range(len(words) - size + 1)]
        if fits := [
            run
            for start, run in enumerate(runs)
            if (size > 1 or len(run) > 2)
            and names.match_unit(run).how in ("exact", "folded")
            and not _is_place_of_department(words[:start], run)
        ]:
            return fits
    return []


def _is_place_of_department(before: list[str], run: str) -> bool:
    """ "So KHCN TP Hue": the place behind a department's name is not the sender."""
    return "so" in before[:-1] and not _COMMITTEE.match(f"{run} ") and not run.startswith("so ")


def _find_received_on(read: FileRead, register: RegisterRow | None, plan_year: int) -> tuple[date | None, str | None]:
    """The letter's date counts in the plan's year and the next; other years belong to copied letters."""
    if register and register.received_on:
        return register.received_on, "register"
    for key in ("received_on", "reported_on"):
        day = read_date(read.form.get(key, ""), "s", plan_year, NO_WORDS)
        if day.value and day.precision == "day":
            return day.value, "form"
    written_on = _written_on(read, plan_year)
    return written_on, "letter" if written_on else None


def _written_on(read: FileRead, plan_year: int) -> date | None:
    """The last day that the document's own letterhead or signature block names."""
    texts = (plain_text(text) for sheet in read.title_sheets for text in texts_of(sheet.lines_outside))
    return max((day for text in texts if (day := _letter_day(text, plan_year))), default=None)


def _letter_day(text: str, plan_year: int) -> date | None:
    """ "Huế, ngày 12 tháng 11 năm 2024", "Ngày báo cáo: 12/11/2024"."""
    if (match := _DAY_LINE.fullmatch(text)) and not CITED.match(text):
        day = read_date("/".join(match.groups()), "s", plan_year, NO_WORDS)
    elif match := _REPORTED_ON.match(text):
        day = read_date(match[1], "s", plan_year, NO_WORDS)
    else:
        return None
    is_recent = day.value and day.precision == "day" and day.value.year in (plan_year, plan_year + 1)
    return day.value if is_recent else None
