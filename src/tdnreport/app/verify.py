"""`tdnreport verify`: which numbers of a Word report edited by hand no longer are those of the figures.

The lines of the document are paired with those of the report as it was written (`du-lieu/van-ban.json`), first where the
words are the same, then where most of them are; inside a pair the words are aligned and the numbers between them compared by value.
Edits of words, moved sentences and other ways to write the same number are not reported. A number that stands in no
paired place counts as known where the report says it elsewhere. Dates and numbers of documents that an officer fills in
(số, ngày, căn cứ) are no figures. Out of scope: whether a sentence still says what the number means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path

from tdnreport.base.errors import TdnError
from tdnreport.report.word import text_lines
from tdnreport.report.word.number_marks import Mark, split_marks
from tdnreport.report.word.text_lines import TextLine
from tdnreport.vietnamese.formats import NONE

ALIKE = 0.55
"""Share of words in common from which two lines are versions of one another."""
FREE = ("date", "document")
CALENDAR = ("năm", "tháng", "quý", "điều", "khoản")
"""Kinds of number, and words before one, that an officer may add without its being a figure."""
LARGE = 1000
PUNCTUATION = '()[]{},.;:/-–…%"'
MOST_QUOTED = 160


class VerifyError(TdnError):
    """There is nothing to compare with."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A number at odds with the figures; `expected` is None where it stands in no figure, `found` where it was taken out."""

    place: str
    expected: str | None
    found: str | None
    line: str

    def __str__(self) -> str:
        if self.expected is None:
            sentence = f"“{self.found}” không có trong số liệu"
        elif self.found is None:
            sentence = f"đã xóa số, theo số liệu là “{self.expected}”"
        else:
            sentence = f"ghi “{self.found}”, theo số liệu là “{self.expected}”"
        return f"{self.place}: {sentence}. Nguyên văn: {self.line}"


def verify_document(document: Path, out: Path) -> list[Difference]:
    """The numbers of the document that differ from the report in `out`, in reading order."""
    try:
        records = text_lines.read_records(out / "du-lieu")
        if not any(records.values()):
            raise ValueError(out)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise VerifyError(
            f"Không có du-lieu/van-ban.json còn nguyên vẹn trong {out}; đây không phải thư mục kết quả của lệnh report, "
            "hoặc báo cáo do phiên bản cũ làm ra: hãy chạy lại lệnh report."
        ) from None
    found = text_lines.read_document(document)
    return list(find_differences(_record_of(found, list(records.values())), found))


def _record_of(found: Sequence[TextLine], records: Sequence[Sequence[TextLine]]) -> Sequence[TextLine]:
    """Of the report and the working paper the one that this document is, whatever its file is called: most lines in common."""
    lines = Counter(map(_mask_numbers, found))
    return max(records, key=lambda record: (Counter(map(_mask_numbers, record)) & lines).total())


def find_differences(expected: Sequence[TextLine], found: Sequence[TextLine]) -> Iterator[Difference]:
    known = {
        key
        for line in expected
        for cell in line.cells
        for number in numbers_in(split_marks(cell))
        for key in number.keys
    }
    pairs = _pair_lines(expected, found)
    for place, line in enumerate(found):
        if place in pairs:
            yield from _compare_lines(expected[pairs[place]], line, known)
        else:
            for cell in line.cells:
                yield from _unknown_numbers(line, line.place, numbers_in(split_marks(cell)), known)


@dataclass(frozen=True, slots=True)
class NumberInText:
    """A number with the word before it and the word after it."""

    mark: Mark
    before: str
    after: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys by which a number is recognised: rates, codes and large numbers alone, small ones only with a neighbouring word."""
        if self.mark.kind != "number" or Decimal(self.mark.value).copy_abs() >= LARGE:
            return (self.mark.value,)
        neighbours = ((self.before, self.mark.value), (self.mark.value, self.after))
        return tuple(" ".join(pair) for pair in neighbours if all(part.strip(PUNCTUATION) for part in pair))

    @property
    def is_free(self) -> bool:
        return self.mark.kind in FREE or self.before in CALENDAR


def numbers_in(text: Sequence[Mark]) -> Iterator[NumberInText]:
    """The numbers in a text."""
    for place, mark in enumerate(text):
        if mark.is_number:
            before, after = text[place - 1 : place], text[place + 1 : place + 2]
            yield NumberInText(
                mark,
                "".join(mark_before.value for mark_before in before),
                "".join(mark_after.value for mark_after in after),
            )


def _pair_lines(expected: Sequence[TextLine], found: Sequence[TextLine]) -> dict[int, int]:
    """For each line of the document the matching line of the report."""
    masks, seen = [_mask_numbers(line) for line in expected], [_mask_numbers(line) for line in found]
    pairs: dict[int, int] = {}
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, masks, seen, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs.update(zip(range(j1, j2), range(i1, i2), strict=True))
    unpaired = sorted(set(range(len(masks))) - set(pairs.values()))
    for j in sorted(set(range(len(seen))) - set(pairs)):
        alike = [(_word_likeness(masks[i], seen[j]), -i) for i in unpaired]
        if alike and max(alike)[0] >= ALIKE:
            pairs[j] = -max(alike)[1]
            unpaired.remove(pairs[j])
    return pairs


def _mask_numbers(line: TextLine) -> tuple[str, ...]:
    """The line's words with its numbers blanked out, cells kept apart."""
    return tuple(mask for cell in line.cells for mask in (*(mark.mask for mark in split_marks(cell)), "\x01"))


def _word_likeness(words: Sequence[str], other: Sequence[str]) -> float:
    """Share of words in common, whatever their order: 1 for the same words.

    >>> _word_likeness("đã in 500 cuốn".split(), "đã in 600 cuốn".split())
    0.75
    """
    return 2 * (Counter(words) & Counter(other)).total() / (len(words) + len(other) or 1)


def _compare_lines(expected: TextLine, found: TextLine, known: set[str]) -> Iterator[Difference]:
    if len(expected.cells) != len(found.cells):
        expected, found = _join_cells(expected), _join_cells(found)
    for number, (old, new) in enumerate(zip(expected.cells, found.cells, strict=True)):
        place = found.place if len(found.cells) == 1 else f"{found.place}, cột {_column_name(found, number)}"
        yield from _compare_texts(found, place, split_marks(old), split_marks(new), known)


def _join_cells(line: TextLine) -> TextLine:
    return TextLine(line.place, (" ".join(line.cells),))


def _column_name(line: TextLine, number: int) -> str:
    title = line.columns[number] if number < len(line.columns) else ""
    return f"{number + 1} (“{title}”)" if title else str(number + 1)


def _compare_texts(
    line: TextLine, place: str, old: Sequence[Mark], new: Sequence[Mark], known: set[str]
) -> Iterator[Difference]:
    """Numbers between the same words are compared; those left over must have moved or be known from elsewhere."""
    unmatched, moved = set(range(len(new))), Counter(mark.value for mark in old if mark.is_number)
    for i, j in _align_numbers(old, new):
        unmatched.discard(j)
        moved[old[i].value] -= 1
        if old[i].value != new[j].value:
            yield Difference(place, old[i].text, new[j].text, _quote(line))
    come = [number for number in numbers_in(new) if any(number.mark is new[j] for j in unmatched)]
    yield from _unknown_numbers(line, place, [number for number in come if moved[number.mark.value] <= 0], known)
    if len(line.cells) > 1 and all(mark.text == NONE for mark in new):
        yield from (Difference(place, mark.text, None, _quote(line)) for mark in old if mark.is_number)


def _align_numbers(old: Sequence[Mark], new: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """Places of the numbers that stand between the same words, or in place of one another."""
    matcher = SequenceMatcher(None, [mark.mask for mark in old], [mark.mask for mark in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from ((i, i - i1 + j1) for i in range(i1, i2) if old[i].is_number)
        elif tag == "replace":
            numbers = ([i for i in range(i1, i2) if old[i].is_number], [j for j in range(j1, j2) if new[j].is_number])
            if len(numbers[0]) == len(numbers[1]):
                yield from zip(*numbers, strict=True)


def _unknown_numbers(
    line: TextLine, place: str, found: Iterable[NumberInText], known: set[str]
) -> Iterator[Difference]:
    for number in found:
        if not number.is_free and known.isdisjoint(number.keys):
            yield Difference(place, None, number.mark.text, _quote(line))


def _quote(line: TextLine) -> str:
    text = " | ".join(line.cells)
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED].rsplit(' ', 1)[0]}…"


def verify_summary(document: Path, found: Sequence[Difference]) -> Iterator[str]:
    """What the officer reads."""
    if not found:
        yield f"{document.name}: mọi con số đều khớp với số liệu."
        return
    yield f"{document.name}: {len(found)} con số cần xem lại."
    yield from (f"  {difference}" for difference in found)
