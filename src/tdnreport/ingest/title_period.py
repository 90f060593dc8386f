"""Which year and period a file speaks of, by its form, the register, its titles and its name; what a line of a title block says.

Only the report's own title and period line count; a cited document ("ngày 15/6/2023"), a span of years or what is to come
("KẾT QUẢ NĂM 2023 VÀ KẾ HOẠCH NĂM 2024") do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from tdnreport.ingest.file_read import FileRead, SheetRead
from tdnreport.ingest.inbox import RegisterRow
from tdnreport.vietnamese.text import LONGEST_NAME, clean_text, fold_text, plain_text, repair_encoding
from tdnreport.workbook.model import Line

_PERIOD_LABEL = re.compile(r"(?:ky|thoi ky) bao cao\b\s*:?\s*|ky\s*:\s*")
TITLE = re.compile(r"\b(?:bao cao|ke hoach|phu luc|bieu|ket qua|tien do|tong hop|tinh hinh|so lieu)\b")
CITED = re.compile(r"\W*(?:kem theo|can cu|thuc hien|ban hanh|theo)\b")
_YEAR = re.compile(r"(?:\bnam |[/-] ?|: ?)(20\d\d)\b")
_DAYS_AND_SPANS = re.compile(
    r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?20\d\d|20\d\d ?[-–] ?20\d\d|\bngay\b.{0,25}?20\d\d|\d+/20\d\d/\S*|\bso \S*20\d\d\S*"
    r"|(?:\bva|[,;–-]) (?:(?:ke hoach|phuong huong|nhiem vu|du kien|trien khai|cong tac)\b ?)+[^;,]*?20\d\d"
)
_PART_OF_YEAR = re.compile(r"\b(?:\d thang|quy [ivx\d]+|thang \d+)\b")
_MONTHS_IN_NAME = re.compile(r"\b0?([369]) ?t(?:h|hang)?\b")
_YEAR_IN_NAME = re.compile(r"\b20\d\d\b")


def cleaned_text(text: str) -> str:
    """A text as a person reads it, as far as a title or a name can go: mended where its encoding was lost, one space between words."""
    return clean_text(repair_encoding(text[:LONGEST_NAME])[0])


def texts_of(lines: Iterable[Line]) -> list[str]:
    """Texts of a block of lines in reading order, one a line of text."""
    return [
        cleaned
        for line in lines
        for text in line.cells
        if text
        for part in text.split("\n")
        if (cleaned := cleaned_text(part))
    ]


def labelled_texts(lines: Iterable[Line], label: re.Pattern[str]) -> list[str]:
    """Values behind a label, in its own cell or the next: "Đơn vị: Sở Du lịch"."""
    values = []
    for line in lines:
        texts = texts_of([line])
        for index, text in enumerate(texts):
            if match := label.match(plain_text(text)):
                values += [value for value in (text[match.end() :].strip(), *texts[index + 1 : index + 2]) if value][:1]
    return values


def years_by_sheet(read: FileRead, plan_year: int) -> tuple[bool, dict[str, set[int]]]:
    """Whether any read sheet may be of the plan's year, and the years of sheets that speak only of others."""
    years = {sheet.sheet.name: _named_years(sheet) for sheet in read.sheets if sheet.is_read}
    other = {name: found for name, found in years.items() if found and plan_year not in found}
    return len(other) < len(years), other


def _named_years(sheet: SheetRead) -> set[int]:
    """Years of the period line, else of the title, else of the sheet's name."""
    texts = [plain_text(text) for text in texts_of(sheet.lines_above)]
    titles = [text for text in texts if TITLE.search(text) and not CITED.match(text)]
    for block in (
        [text for text in texts if _PERIOD_LABEL.match(text)],
        titles,
        [f"nam {fold_text(sheet.sheet.name)}"],
    ):
        if named := {int(year) for text in block for year in _YEAR.findall(_DAYS_AND_SPANS.sub(" ", text))}:
            return named
    return set()


def find_period(
    read: FileRead, register: RegisterRow | None, periods: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """Id of the period the file says it is for, and the words where they name none of the plan's."""
    for given in (read.form.get("period_id"), register.period_id if register else None):
        if given:
            return (given, None) if given in periods else (None, given)
    above = [line for sheet in read.title_sheets for line in sheet.lines_above]
    labelled = labelled_texts(above, _PERIOD_LABEL)
    titles = [text for text in texts_of(above) if TITLE.search(plain_text(text)) and not CITED.match(plain_text(text))]
    for text in (*labelled, *titles):
        if period_id := _named_period(text, periods):
            return period_id, None
    if not labelled and not any(_PART_OF_YEAR.search(plain_text(text)) for text in titles):
        return _period_in_file_name(read.file, periods)
    return None, labelled[0] if labelled else None


def _period_in_file_name(file: str, periods: Mapping[str, str]) -> tuple[str | None, str | None]:
    """ "BC TTDN 6T-2024 (chinh sua lan 2).xlsx" is for the first six months of 2024, where the file itself names no period."""
    words = fold_text(PurePosixPath(file).stem)
    months = _MONTHS_IN_NAME.search(words)
    years = _YEAR_IN_NAME.findall(words)
    if not months or len(set(years)) != 1:
        return None, None
    label = f"{int(months[1])} tháng đầu năm {years[0]}"
    return (period_id, None) if (period_id := _named_period(label, periods)) else (None, label)


def _named_period(text: str, periods: Mapping[str, str]) -> str | None:
    """The longest label in a text; "9 tháng đầu năm 2024" is not the year 2024."""
    words = f" {fold_text(text)} "
    part = _PART_OF_YEAR.search(words)
    fitting = [
        (fold_text(label), period_id) for period_id, label in periods.items() if f" {fold_text(label)} " in words
    ]
    fitting = [(label, period_id) for label, period_id in fitting if not part or _PART_OF_YEAR.search(label)]
    return max(fitting, key=lambda fit: len(fit[0]))[1] if fitting else None
