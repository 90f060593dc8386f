"""Every parser of texts that a file may hold, and what must hold of any text: for the tests and for `make fuzz`.

    parse("s250 triệu đồng")      the first letter is the cell's kind, the rest its text

A kept input is a line of `fuzz_corpus.txt`, a JSON text; bytes that are no UTF-8 stand there as lone surrogates.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tdnreport.base.home import find_home
from tdnreport.base.privacy import gravest_marking, personal_data_kinds, redact, strip_unprintable
from tdnreport.plans.context import Vocabulary, load_context
from tdnreport.vietnamese.counts import read_count
from tdnreport.vietnamese.dates import read_date
from tdnreport.vietnamese.encodings import decode_bytes
from tdnreport.vietnamese.money import read_money
from tdnreport.vietnamese.percent import read_percent
from tdnreport.vietnamese.status import is_tick, read_fund_source, read_status, read_status_percent
from tdnreport.vietnamese.text import clean_text, fold_text, plain_text, repair_encoding
from tdnreport.workbook.csv import read_delimited
from tdnreport.workbook.sniff import Refused

CORPUS = Path(__file__).with_name("fuzz_corpus.txt")
KINDS = "snpdbe "
BIGINT = 1 << 63


@cache
def vocabulary() -> Vocabulary:
    return load_context(find_home(), "tth-2024", "2024").vocabulary


def parse(given: str) -> None:
    """No parser may raise, and what they answer must fit the columns it goes to."""
    kind, text = KINDS[ord(given[0]) % len(KINDS)] if given else " ", given[1:]
    known = vocabulary()
    for change in (clean_text, plain_text, fold_text):
        assert change(change(text)) == change(text), change.__name__
    repair_encoding(text)
    gravest_marking([text])
    assert personal_data_kinds(redact(text)) == ()
    assert strip_unprintable(strip_unprintable(text)) == strip_unprintable(text)
    for scale in (None, 1_000_000):
        money = read_money(text, kind, scale, known.words).vnd
        assert money is None or abs(money) < BIGINT
    percent = read_percent(text, kind).value
    assert percent is None or math.isfinite(percent)
    for measure in ("tin, bài", "%"):
        value = read_count(text, kind, measure).value
        assert value is None or math.isfinite(value)
    read_date(text, kind, known.year, known.words.no_date)
    for read in (read_status, read_status_percent, read_fund_source):
        read(text, known.words)
    is_tick(text)
    known.units.match_unit(text)
    known.tasks.match_task(text, kind, text)
    known.indicators.read(text, kind, text, text)
    for names in (known.tasks, known.indicators, known.units):
        names.nearest(text)
    decode_bytes(encoded(text))
    try:
        read_delimited(text, "Bảng")
    except Refused:
        return


def encoded(text: str) -> bytes:
    """The bytes that a text was, or such bytes as no decoder expects."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def kept() -> list[str]:
    return [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").split("\n") if line]


def keep(inputs: Iterable[str]) -> None:
    """Sorted, each once, so that a corpus grows by lines."""
    lines = sorted(json.dumps(one, ensure_ascii=False) for one in set(inputs))
    CORPUS.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
