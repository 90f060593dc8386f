"""The rules of Phụ lục I, Nghị định 30/2020/NĐ-CP as typed values, read from `data/reference/nd30.toml`.

A size or margin outside the range that the decree allows is refused when the file is read, with the key to mend.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tdnreport.base.home import home

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
class Rules:
    """`rule_share` is the length of a rule as a part of the line above it."""

    source: str
    valid_from: date
    font: str
    language: str
    document_type: str
    motto: tuple[str, str]
    sample_notice: str
    page: Area
    first_page_number: int
    hide_first_number: bool
    rule_share: float
    table: TableRules
    styles: Mapping[str, Style]

    def notices(self, is_sample: bool, marking: str | None = None) -> tuple[str, ...]:
        """What stands at the head of every page: a marking of secrecy, and that figures are invented."""
        return tuple(text for text in (marking, self.sample_notice if is_sample else None) if text)


@cache
def rules(path: Path | None = None) -> Rules:
    """The rules in force; `ValueError` in Vietnamese where a value is outside the decree's range."""
    file = path or home().reference / "nd30.toml"
    try:
        return _rules(tomllib.loads(file.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"Tệp quy tắc trình bày văn bản {file.name} không dùng được: {error}") from error


def _rules(raw: Mapping[str, Any]) -> Rules:
    page, table, number = raw["page"], raw["table"], raw["page_number"]
    return Rules(
        source=raw["source"],
        valid_from=raw["valid_from"],
        font=raw["font"],
        language=raw["language"],
        document_type=raw["document_type"],
        motto=(raw["motto"][0], raw["motto"][1]),
        sample_notice=raw["sample_notice"],
        page=_page(page),
        first_page_number=number["start"],
        hide_first_number=number["hidden_on_first_page"],
        rule_share=_allowed("rule.share", raw["rule"]["share"], raw["rule"]["allowed_share"]),
        table=TableRules(**(table | {"sizes_pt": tuple(table["sizes_pt"])})),
        styles={key: _style(key, value) for key, value in raw["styles"].items()},
    )


def _page(raw: Mapping[str, Any]) -> Area:
    allowed = raw["allowed_mm"]
    for side in MARGINS:
        _allowed(f"page.{side}", raw[side], allowed[side])
    return Area(**{key: value for key, value in raw.items() if key != "allowed_mm"})


def _style(key: str, raw: Mapping[str, Any]) -> Style:
    if "allowed_pt" in raw:
        _allowed(f"styles.{key}.size_pt", raw["size_pt"], raw["allowed_pt"])
    return Style(**{name: value for name, value in raw.items() if name != "allowed_pt"})


def _allowed(key: str, value: float, bounds: list[float]) -> float:
    low, high = bounds
    if not low <= value <= high:
        raise ValueError(f"{key} = {value} nằm ngoài khoảng cho phép từ {low} đến {high}")
    return value
