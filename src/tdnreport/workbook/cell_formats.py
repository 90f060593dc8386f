"""What the format of a cell says beside its value, whatever file it comes from: a unit of money, a percent, a colour, a strike.

Number formats are those of Excel (ECMA-376, 18.8.31), which .xls, .ods and saved web pages use too.
"""

from __future__ import annotations

import re

from tdnreport.vietnamese.text import plain_text

RED, YELLOW, STRUCK = "chữ đỏ", "nền vàng", "chữ gạch ngang"

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_QUOTED = re.compile(r'"([^"]*)"')
_UNIT = re.compile(r"(?:nghin|ngan|trieu|tr|ty|ti)(?![a-z])")


def without_literals(code: str) -> str:
    """A number format without quoted text, escapes, fill characters and conditions in brackets.

    >>> without_literals('[Red]#,##0" triệu"')
    '#,##0'
    """
    return _LITERAL.sub("", code)


def unit_in_format(code: str) -> str:
    """The unit of money that a format writes behind the number, which is worth more than itself then; "" where no such unit stands.

    >>> unit_in_format('#,##0" triệu đồng"')
    'triệu đồng'
    >>> unit_in_format('#,##0')
    ''
    """
    literal = next(filter(str.strip, _QUOTED.findall(code)), "").strip()
    return literal if _UNIT.match(plain_text(literal)) else ""


def append_unit(number: str, unit: str) -> str:
    """What the cell shows.

    >>> append_unit("120.5", "triệu đồng")
    '120,5 triệu đồng'
    """
    return f"{number.replace('.', ',')} {unit}"


def is_percent(code: str) -> bool:
    """Whether a format shows a hundredth as 1%; one that only writes the sign behind the number does not.

    >>> is_percent('0.0%'), is_percent('0"%"')
    (True, False)
    """
    return "%" in without_literals(code)
