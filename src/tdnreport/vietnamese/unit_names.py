"""A unit's name as people write it → the unit's id, or None when it is unknown or could be two units.

Names are compared as keys: folded, abbreviations written out, "và" and the i/y difference dropped. A name also answers to its
forms with and without the province, to its place ("huyện A Lưới") and, with five words or more, to its initials ("STTTT"); others
need an alias, for "Sở NV" is Nội vụ and Ngoại vụ. A spelling slip is forgiven in a word that means nothing else, never
in the name of a place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tdnreport.vietnamese.nearest import nearest
from tdnreport.vietnamese.syllables import is_syllable
from tdnreport.vietnamese.text import clean_text, fold_text, repair_encoding

UnitMatchedBy = Literal["exact", "folded", "fuzzy"]
Index = dict[str, set[str]]

_LEAD = re.compile(
    r"^(?:(?:ten )?(?:don vi|co quan)(?: bao cao| chu tri| thuc hien| phoi hop| gui)? |kinh gui |(?:kinh )?(?:de nghi|moi|giao) )+"
)
_TAIL = re.compile(r"(?: (?:chu tri|phoi hop|trien khai|thuc hien|bao cao))+$")
_NOW = re.compile(r"(?i)[\s,;(\[-]*\b(?:nay|trước đây|trước|nguyên|truoc day|nguyen) (?:là|la|thuộc|thuoc)\b.*$")
_BRACKETED = re.compile(r"(.+?)\s*\(([^()]+)\)")
_LETTERS = re.compile(r"\b[a-z](?: [a-z])+\b")
_I_FOR_Y = re.compile(r"(?<=\b[hklmst])y\b|(?<=\bqu)y\b")
_PROVINCE = re.compile(r" (tinh (?!uy\b)|thanh pho )(.+)$")
_DISTRICT_KIND = re.compile(r"(?:huyen|thi xa|thanh pho|quan|xa|phuong|thi tran|dac khu)\b")
_DISTRICT = re.compile(rf"^uy ban nhan dan ({_DISTRICT_KIND.pattern}) (.+)$")
_GROUP = re.compile(r"^(.*)\bcac (huyen|thi xa|thanh pho|quan|xa|phuong|so)\b ?(.*)$")
_HARD = re.compile(r"\s*[;\n\r+/•|]\s*(?:[-–]\s+)?")
_SOFT = re.compile(r"(\s*,\s*(?:và\s+)?|\s+và\s+|\s+-\s+)")
_LEAST_SCORE = 88
_LONG_NAME = 5


@dataclass(frozen=True, slots=True)
class UnitMatch:
    unit_id: str | None
    how: UnitMatchedBy | None
    text: str


class UnitNames:
    """Names of the units that may be meant; of two units with one spelling neither is taken.

    >>> units = [("tth.stttt", "Sở Thông tin và Truyền thông tỉnh Thừa Thiên Huế", ["Sở TT&TT"])]
    >>> names = UnitNames(units, word_lists.abbreviations)
    >>> names.match_unit("Đề nghị SỞ THÔNG TIN & TRUYỀN THÔNG chủ trì triển khai").unit_id
    'tth.stttt'
    >>> names.match_unit("STTTT").unit_id
    'tth.stttt'
    >>> names.match_unit("Sở NV").unit_id is None
    True
    """

    def __init__(self, units: Iterable[tuple[str, str, Sequence[str]]], abbreviations: Mapping[str, str]) -> None:
        """Units as id, name and other names; `abbreviations` as in `WordLists`."""
        self._abbreviations = abbreviations
        given = [(unit_id, [name, *aliases]) for unit_id, name, aliases in units]
        self.unit_ids = frozenset(unit_id for unit_id, _ in given)
        self._shown = {self._key(name): name for _, names in given for name in reversed(names)}
        self._exact: Index = defaultdict(set)
        self._given: Index = defaultdict(set)
        self._derived: Index = defaultdict(set)
        for unit_id, names in given:
            for name in names:
                self._exact[clean_text(name).casefold()].add(unit_id)
                self._given[self._key(name)].add(unit_id)
        self._provinces = provinces = dict(found for key in self._given for found in _provinces_in(key))
        for key, unit_ids in self._given.items():
            for form in _other_forms(key, provinces):
                self._derived[form] |= unit_ids
        bases: Index = defaultdict(set)
        for key, unit_ids in self._given.items():
            for form in _without_province(key, provinces):
                bases[form] |= unit_ids
        self._long = [(name.split(), unit_ids) for name, unit_ids in bases.items() if name.count(" ") >= _LONG_NAME - 1]
        self._whole = {key: self._given.get(key, set()) | bases.get(key, set()) for key in (self._given | bases)}
        self._levels = [index for plain in (self._given, self._derived) for index in (plain, _without_spaces(plain))]
        self._words = {word for key in self._given for word in key.split()}
        self.match_unit = lru_cache(maxsize=1 << 15)(self._match_uncached)

    def _key(self, text: str) -> str:
        return name_key(text, self._abbreviations)

    def _match_uncached(self, text: str) -> UnitMatch:
        cleaned = clean_text(repair_encoding(text)[0])
        match = self._find_unit(cleaned) or self._find_bracketed(cleaned)
        if match is None and (former := _NOW.sub("", cleaned)) != cleaned:
            match = self._find_unit(former)
        unit_id, how = match or (None, None)
        return UnitMatch(unit_id, how, cleaned)

    def nearest(self, text: str) -> str | None:
        """The name that is most like it, None where none is like it."""
        near = nearest(self._key(clean_text(repair_encoding(text)[0])), self._shown)
        return self._shown[near] if near else None

    def match_units(self, text: str) -> list[UnitMatch]:
        """The names of a list, in order; pieces that name no unit come with `unit_id` None."""
        pieces = [piece for piece in _HARD.split(repair_encoding(text)[0]) if piece.strip(" -–•.,")]
        return [name for piece in pieces for name in self._match_list_piece(clean_text(piece).strip(" -–•."))]

    def _find_unit(self, text: str) -> tuple[str, UnitMatchedBy] | None:
        if unit_id := _only_unit(self._exact.get(text.casefold(), ())):
            return unit_id, "exact"
        key = self._key(text)
        bare = _TAIL.sub("", _LEAD.sub("", key))
        for spelled in dict.fromkeys((key, bare)):
            if unit_ids := self._find_known(spelled) or self._find_by_initials(spelled):
                return (unit_id, "folded") if (unit_id := _only_unit(unit_ids)) else None
        return (unit_id, "fuzzy") if (unit_id := _only_unit(self._find_slips(bare))) else None

    def _find_known(self, key: str) -> set[str]:
        """Units with this name: given names first, then derived forms; spaces may be missing."""
        squashed = key.replace(" ", "")
        matches = (index.get(key) or index.get(squashed) for index in self._levels)
        return next(filter(None, matches), set())

    def _find_bracketed(self, text: str) -> tuple[str, UnitMatchedBy] | None:
        """ "Sở Thông tin và Truyền thông (Sở TT&TT)": both must be the same unit."""
        if not (match := _BRACKETED.fullmatch(text)):
            return None
        head, inner = self._find_unit(match[1]), self._find_unit(match[2])
        return head if head and inner and head[0] == inner[0] else None

    def _find_by_initials(self, key: str) -> set[str]:
        """Units of whose long names `key` is an abbreviation; its province need not be abbreviated."""
        if all(len(word) == 1 or is_syllable(word) for word in key.split()):
            return set()
        typed = [form.split() for form in (key, *_without_province(key, self._provinces))]
        return {
            unit_id
            for name, unit_ids in self._long
            if name[0][0] == key[0] and any(_abbreviates(words, name) for words in typed)
            for unit_id in unit_ids
        }

    def _find_slips(self, key: str) -> set[str]:
        """Units whose name differs from `key` by typing errors only; the best score must be high and unique."""
        from rapidfuzz import fuzz, process

        near = process.extract(key, self._whole.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_SCORE, limit=20)
        slips = (name for name, _, _ in near if self._is_slip(key.split(), name.split()))
        return {unit_id for name in slips for unit_id in self._whole[name]}

    def _is_slip(self, typed: list[str], name: list[str]) -> bool:
        """One letter too many, too few, other or swapped, in one word after the first; never in a place, in initials, or making
        another word: "Sở" and "Bộ", "Phú Lộc" and "Phú Vang" are no slips."""
        from rapidfuzz.distance import OSA

        differing = [
            position
            for position, (typed_word, name_word) in enumerate(zip(typed, name, strict=False))
            if typed_word != name_word
        ]
        if len(typed) != len(name) or len(differing) != 1 or differing == [0]:
            return False
        position = differing[0]
        is_place = (match := _DISTRICT.match(" ".join(name))) and position >= len(name) - len(match[2].split())
        is_other_word = typed[position] in self._words or (is_syllable(typed[position]) and len(name) < _LONG_NAME)
        return (
            not is_place
            and not is_other_word
            and is_syllable(name[position])
            and OSA.distance(typed[position], name[position]) == 1
        )

    def _match_list_piece(self, piece: str) -> Iterator[UnitMatch]:
        """The longest runs between commas that are names, so that "Sở Văn hóa, Thể thao và Du lịch" stays whole.

        "UBND các huyện A, B" gives its head to B; "UBND các huyện, thị xã, thành phố Huế" is a group and names no unit.
        """
        parts = _SOFT.split(piece)
        start, head, is_open = 0, "", False
        while start < len(parts):
            end, name = self._longest_name(parts, start)
            if match := _GROUP.match(self._key(parts[start])) if name.unit_id is None else None:
                head, is_open = f"{match[1]}{match[2]}", not match[3]
                name = self._match_uncached(f"{head} {match[3]}")
            elif is_open and _DISTRICT_KIND.match(self._key(parts[start])):
                name = UnitMatch(None, None, parts[start])
            elif name.unit_id is None and head:
                name = self._match_uncached(f"{head} {parts[start]}")
            yield UnitMatch(name.unit_id, name.how, clean_text("".join(parts[start:end])))
            start = end + 1

    def _longest_name(self, parts: list[str], start: int) -> tuple[int, UnitMatch]:
        for end in range(len(parts), start + 1, -2):
            name = self._match_uncached("".join(parts[start:end]))
            if name.how in ("exact", "folded"):
                return end, name
        return start + 1, self._match_uncached(parts[start])


def name_key(text: str, abbreviations: Mapping[str, str]) -> str:
    """A name as it is compared: folded, abbreviations written out, one spelling of i and y.

    >>> name_key("UBND TX. Hương Thuỷ", word_lists.abbreviations)
    'uy ban nhan dan thi xa huong thuy'
    """
    joined = _LETTERS.sub(lambda run: run[0].replace(" ", ""), fold_text(text))
    words = [abbreviations.get(word, word) for word in joined.split()]
    return _I_FOR_Y.sub("i", " ".join(word for word in words if word != "va"))


def _only_unit(unit_ids: Iterable[str]) -> str | None:
    distinct = set(unit_ids)
    return distinct.pop() if len(distinct) == 1 else None


def _without_spaces(index: Index) -> Index:
    squashed: Index = defaultdict(set)
    for key, unit_ids in index.items():
        squashed[key.replace(" ", "")] |= unit_ids
    return squashed


def _provinces_in(key: str) -> Iterator[tuple[str, str]]:
    """The province or city under central rule that a body's name ends with, with its rank.

    >>> list(_provinces_in("so du lich thanh pho hue")), list(_provinces_in("uy ban nhan dan thanh pho dong ha"))
    ([('hue', 'thanh pho')], [])
    """
    if (match := _PROVINCE.search(key)) and not _DISTRICT.match(key):
        yield match[2], match[1].strip()


def _other_forms(key: str, provinces: Mapping[str, str]) -> Iterator[str]:
    """Other forms of a name: with and without its province, a district office by its place."""
    bases = _without_province(key, provinces)
    yield from bases
    yield from (f"{base} {rank}" for base in bases for rank in {"tinh", *provinces.values()})
    for province, rank in provinces.items():
        initials = "".join(word[0] for word in province.split())
        ends = (province, initials) if len(initials) > 1 else (province,)
        yield from (f"{base}{kind}{end}" for base in bases for kind in (f" {rank} ", " ") for end in ends)


def _without_province(key: str, provinces: Mapping[str, str]) -> list[str]:
    """The name without its province; a place keeps its name, and a city under central rule is named in full.

    >>> _without_province("so tai chinh tinh quang tri", {"quang tri": "tinh"})
    ['so tai chinh']
    """
    if match := _DISTRICT.match(key):
        kind, place = match.groups()
        if provinces.get(place) == kind:
            return []
        return [key, f"{kind} {place}", f"uy ban {kind} {place}", f"uy ban nhan dan {place}"]
    if _DISTRICT_KIND.match(key):
        return [key]
    for province, rank in provinces.items():
        key = key.removesuffix(f" {province}").removesuffix(f" {rank}")
    key = key.removesuffix(" tinh")
    return [key] if " " in key and key != "uy ban nhan dan" else []


def _abbreviates(typed: list[str], name: list[str]) -> bool:
    """Do the typed words spell the name, some as initials of words that follow one another?

    >>> _abbreviates("so tt tt".split(), "so thong tin truyen thong".split())
    True
    """
    if not typed or not name:
        return not typed and not name
    if typed[0] == name[0] and _abbreviates(typed[1:], name[1:]):
        return True
    size = len(typed[0])
    is_short = size > 1 and typed[0] == "".join(word[0] for word in name[:size])
    return is_short and _abbreviates(typed[1:], name[size:])
