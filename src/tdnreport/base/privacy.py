"""What a report must not tell: personal data is named and covered, and text from outside cannot steer a terminal.

Covered: Vietnamese phone numbers, e-mail addresses, citizen identity numbers (12 digits, Nghị định 137/2015/NĐ-CP Điều 13: province,
century and sex, year of birth), and shorter identity and passport numbers behind a word that says so. `raw` keeps what was sent.
Out of scope: names of persons, numbers that lost their leading zero in a number cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

PHONE, EMAIL, IDENTITY = "số điện thoại", "thư điện tử", "số định danh"
MARKINGS = ("TUYỆT MẬT", "TỐI MẬT", "MẬT", "LƯU HÀNH NỘI BỘ")
"""Highest first; a report made from marked files bears the highest of their markings."""

SECRET = "secret_marking"
"""Id of the rule that finds a marking."""

SUSPECT = (
    r"[@＠]|(?:^|[^0-9.,])0(?:[^0-9]{0,3}[0-9]){8}|8[^0-9]{0,3}4(?:[^0-9]{0,3}[0-9]){8}|"
    "(?i:cmt?nd|cccd|căn cước|chứng minh|định danh|hộ chiếu|passport)"
)
"""Prefilter for DuckDB: texts that may hold personal data."""

_BETWEEN = r"[ .\-()\u00a0\u2009\u200b\u2010-\u2013\u202f]{0,2}"
_NUMBER = re.compile(rf"(?<![\w.,/+-])(?:\(\+?\d{{2,5}}\)|\+?\d)(?:{_BETWEEN}\d){{6,13}}(?![\w/]|[.,]\d)")
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,100} ?[@＠] ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_LABELLED = re.compile(
    r"((?:cmnd|cmtnd|cccd|căn cước|chứng minh(?: nhân dân| thư)?|định danh(?: cá nhân)?|hộ chiếu|passport)[^\d\n]{0,20}?)"
    r"(\b[a-z]?\d(?:[ .]?\d){6,11}\b)",
    re.IGNORECASE,
)
_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PROVINCES = range(1, 97)
_MOBILE_LENGTH, _LANDLINE_LENGTH, _IDENTITY_LENGTH = 10, 11, 12


def redact(text: str) -> str:
    """The text with each piece of personal data replaced by its kind in brackets; what a cover lays bare is covered too.

    >>> redact("Liên hệ 0912 345 678")
    'Liên hệ [số điện thoại]'
    """
    while (redacted := _redact_once(text)) != text:
        text = redacted
    return text


def _redact_once(text: str) -> str:
    pieces, position = [], 0
    for kind, start, end in _find_personal_data(text):
        pieces += [text[position:start], f"[{kind}]"]
        position = end
    return "".join([*pieces, text[position:]])


def personal_data_kinds(text: str) -> tuple[str, ...]:
    """What kinds of personal data a text holds, in the order of their first place.

    >>> personal_data_kinds("a.nguyen@hue.gov.vn")
    ('thư điện tử',)
    """
    return tuple(dict.fromkeys(kind for kind, _, _ in _find_personal_data(text)))


def _find_personal_data(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each piece of personal data, in order, without overlap."""
    if len(text) < 7 or not any(mark in text for mark in "@＠0123456789"):
        return
    end = 0
    for span in sorted(_candidate_spans(text), key=lambda span: (span[1], -span[2])):
        if span[1] >= end:
            yield span
            end = span[2]


def _candidate_spans(text: str) -> Iterator[tuple[str, int, int]]:
    yield from ((EMAIL, *match.span()) for match in _EMAIL.finditer(text))
    yield from ((IDENTITY, *match.span(2)) for match in _LABELLED.finditer(text))
    for match in _NUMBER.finditer(text):
        if kind := _kind_of_number(match[0]):
            yield kind, *match.span()


def _kind_of_number(written: str) -> str | None:
    groups = re.findall(r"\d+", written)
    digits = "".join(groups)
    if written.startswith("+84") or (
        digits.startswith("84") and len(digits) in (_MOBILE_LENGTH + 1, _LANDLINE_LENGTH + 1)
    ):
        digits = "0" + digits[2:].removeprefix("0")
    elif not _is_grouped_as_phone([len(group) for group in groups]):
        return None
    if len(digits) == _IDENTITY_LENGTH and int(digits[:3]) in _PROVINCES:
        return IDENTITY
    is_mobile = len(digits) == _MOBILE_LENGTH and digits[0] == "0" and digits[1] in "35789"
    is_landline = len(digits) == _LANDLINE_LENGTH and digits.startswith("02")
    return PHONE if is_mobile or is_landline else None


def _is_grouped_as_phone(sizes: list[int]) -> bool:
    """0912 345 678, 09 1234 5678; not a date and a count ("05.11.2024 10").

    >>> _is_grouped_as_phone([4, 3, 3]), _is_grouped_as_phone([2, 2, 4, 2])
    (True, False)
    """
    return min(sizes) >= 2 and (sizes[0] >= 3 or sizes == [2, 4, 4])


def strip_unprintable(text: str) -> str:
    r"""Without what a terminal obeys or shows in another order: escapes, controls, direction marks, halves of letters.

    >>> strip_unprintable("\x1b[2Jxong")
    '[2Jxong'
    """
    return _NOT_PRINTABLE.sub("", text)


def gravest_marking(texts: Iterable[str]) -> str | None:
    """The gravest marking of secrecy among the texts where one was found.

    >>> gravest_marking(["(Mật)", "Độ mật: Tối mật"])
    'TỐI MẬT'
    """
    upper = [text.upper() for text in texts]
    return next(
        (marking for marking in MARKINGS if any(marking in text for text in upper)), MARKINGS[-2] if upper else None
    )


def report_marking(con: duckdb.DuckDBPyConnection) -> str | None:
    """The marking the report must bear: the highest among the accepted files."""
    rows = con.execute(
        """select distinct value from raw.findings
        semi join (select file from staging.submissions where state = 'accepted') using (file)
        where rule_id = ?""",
        [SECRET],
    ).fetchall()
    return gravest_marking(value for (value,) in rows)


def redact_columns(con: duckdb.DuckDBPyConnection, table: str, *columns: str) -> None:
    """Redact personal data in text columns of a table."""
    for column in columns:
        suspects = con.execute(f"select distinct {column} from {table} where regexp_matches({column}, ?)", [SUSPECT])
        redacted_by_text = {text: redacted for (text,) in suspects.fetchall() if (redacted := redact(text)) != text}
        if redacted_by_text:
            con.execute(
                f"""update {table} set {column} = shown from (select unnest(?) as text, unnest(?) as shown) as covered
                where {column} = text""",
                [list(redacted_by_text), list(redacted_by_text.values())],
            )
