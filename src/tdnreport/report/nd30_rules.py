"""The rules of Phụ lục I, Nghị định 30/2020/NĐ-CP as typed values, read from `data/reference/nd30.toml`.

A size or margin outside the range that the decree allows is refused when the file is read, with the key to mend.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from tdnreport.base.data_error import DataError, short_path
from tdnreport.base.toml_values import read_toml

POINTS_PER_MM = 72 / 25.4
MARGINS = ("top_mm", "bottom_mm", "left_mm", "right_mm")


@dataclass(frozen=True, slots=True)
class Style:
    """One element of the document and its paragraph style in Word; sizes and spaces in points, indent in mm."""

    name: str
    size_pt: float
    bold: bool = False
    italic: bool = False
    upper: bool = False
    align: Literal["left", "center", "right", "both"] = "left"
    before_pt: float = 0
    after_pt: float = 0
    line: float = 1.0
    first_line_mm: float = 0
    keep_next: bool = False
    boxed: bool = False
    outline: int | None = None
    underline: bool = False
    allowed_pt: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """The sheet and its margins in mm; `width_pt` and `height_pt` are what the margins leave for text."""

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    header_mm: float

    @property
    def width_pt(self) -> float:
        return (self.width_mm - self.left_mm - self.right_mm) * POINTS_PER_MM

    @property
    def height_pt(self) -> float:
        return (self.height_mm - self.top_mm - self.bottom_mm) * POINTS_PER_MM

    def landscape(self) -> Area:
        """The sheet turned; the margins keep their sides as the reader sees them."""
        return Area(
            self.height_mm, self.width_mm, self.top_mm, self.bottom_mm, self.left_mm, self.right_mm, self.header_mm
        )


@dataclass(frozen=True, slots=True)
class TableRules:
    """How ruled tables are set; `sizes_pt` from the preferred down to the smallest."""

    sizes_pt: tuple[float, ...]
    padding_mm: float
    landscape_from_columns: int
    high_row_share: float
    tall_row_share: float
    max_cell_chars: int


@dataclass(frozen=True, slots=True)
class BodyRules:
    """What the text of a document may look like: indents that are allowed, space between paragraphs, range of line spacing."""

    first_line_mm: tuple[float, ...]
    between_pt: float
    line: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rules:
    """`rule_share` is the length of a rule as a part of the line above it."""

    source: str
    valid_from: date
    font: str
    language: str
    document_type: str
    motto: tuple[str, ...]
    sample_notice: str
    page: Area
    allowed_mm: Mapping[str, tuple[float, float]]
    body: BodyRules
    first_page_number: int
    hide_first_number: bool
    rule_share: float
    table: TableRules
    styles: Mapping[str, Style]

    def notices(self, is_sample: bool, marking: str | None = None) -> tuple[str, ...]:
        """What stands at the head of every page: a marking of secrecy, and that figures are invented."""
        return tuple(text for text in (marking, self.sample_notice if is_sample else None) if text)


@dataclass(frozen=True, slots=True)
class _PageTable:
    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    header_mm: float
    allowed_mm: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _PageNumberTable:
    start: int
    hidden_on_first_page: bool


@dataclass(frozen=True, slots=True)
class _RuleTable:
    share: float
    allowed_share: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _File:
    """nd30.toml as it stands."""

    source: str
    valid_from: date
    font: str
    language: str
    document_type: str
    motto: tuple[str, str]
    sample_notice: str
    page: _PageTable
    body: BodyRules
    page_number: _PageNumberTable
    rule: _RuleTable
    table: TableRules
    styles: Mapping[str, Style]


@cache
def read_nd30(reference: Path) -> Rules:
    """The rules of `nd30.toml` in a folder of lists; DataError where a value is missing or outside the decree's range."""
    path = reference / "nd30.toml"
    file = read_toml(path, _File)
    _check_ranges(path, file)
    return Rules(
        source=file.source,
        valid_from=file.valid_from,
        font=file.font,
        language=file.language,
        document_type=file.document_type,
        motto=file.motto,
        sample_notice=file.sample_notice,
        page=Area(**{side.name: getattr(file.page, side.name) for side in fields(Area)}),
        allowed_mm=file.page.allowed_mm,
        body=file.body,
        first_page_number=file.page_number.start,
        hide_first_number=file.page_number.hidden_on_first_page,
        rule_share=file.rule.share,
        table=file.table,
        styles=file.styles,
    )


@dataclass(frozen=True, slots=True)
class _PartyFile:
    """hd36.toml as it stands: what differs from nd30.toml."""

    source: str
    valid_from: date
    motto: tuple[str, ...]
    styles: Mapping[str, Style]


@cache
def read_party_rules(reference: Path) -> Rules:
    """The rules of documents of the Party: those of `nd30.toml` with what `hd36.toml` says otherwise."""
    path = reference / "hd36.toml"
    file, state = read_toml(path, _PartyFile), read_nd30(reference)
    return replace(
        state,
        source=file.source,
        valid_from=file.valid_from,
        motto=file.motto,
        styles={**state.styles, **file.styles},
    )


def _check_ranges(path: Path, file: _File) -> None:
    allowed = [(f"page.{side}", getattr(file.page, side), file.page.allowed_mm.get(side)) for side in MARGINS]
    allowed += [(f"styles.{key}.size_pt", style.size_pt, style.allowed_pt) for key, style in file.styles.items()]
    problems = [
        f"{short_path(path)}: {key} = {value} nằm ngoài khoảng cho phép từ {bounds[0]} đến {bounds[1]}; sửa giá trị."
        for key, value, bounds in [*allowed, ("rule.share", file.rule.share, file.rule.allowed_share)]
        if bounds and not bounds[0] <= value <= bounds[1]
    ]
    if problems:
        raise DataError(*problems)
