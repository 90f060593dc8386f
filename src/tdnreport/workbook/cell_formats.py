"""What the format of a cell says beside its value, whatever file it comes from: a unit of money, a percent, a colour, a strike.

    '#,##0" triệu đồng"'  →  the number is in million đồng

Number formats are those of Excel (ECMA-376, 18.8.31), which .xls, .ods and saved web pages use too.
"""

from __future__ import annotations

import re

from tdnreport.vietnamese.text import plain

RED, YELLOW, STRUCK = "chữ đỏ", "nền vàng", "chữ gạch ngang"

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_QUOTED = re.compile(r'"([^"]*)"')
_UNIT = re.compile(r"(?:nghin|ngan|trieu|tr|ty|ti)(?![a-z])")


def without_literals(code: str) -> str:
    """A number format without quoted text, escapes, fill characters and conditions in brackets."""
    return _LITERAL.sub("", code)


def unit_shown(code: str) -> str:
    """'#,##0" triệu đồng"' → "triệu đồng": a number is worth more than itself then; "" where no such unit stands."""
    literal = next(filter(str.strip, _QUOTED.findall(code)), "").strip()
    return literal if _UNIT.match(plain(literal)) else ""


def with_unit(number: str, unit: str) -> str:
    """ "120.5" → "120,5 triệu đồng": what the cell shows."""
    return f"{number.replace('.', ',')} {unit}"


def is_percent(code: str) -> bool:
    """'0,0%' is a percent; '0"%"' only writes the sign behind the number."""
    return "%" in without_literals(code)
