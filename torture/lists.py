"""Officers' own lists as Excel and people damage them: each damage is refused with a sentence that names the file, or does no harm.

What Excel does without harm must load as before; what is wrong whatever the list says must be refused or load as before.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from torture import ROOT
from torture.counts import Count
from torture.project import PERIOD, PLAN

Damage = Callable[[bytes, random.Random], bytes]


def _line(change: Callable[[str, random.Random], str]) -> Damage:
    """A change of one line after the first."""

    def damage(data: bytes, chance: random.Random) -> bytes:
        lines = data.decode("utf-8-sig").splitlines(keepends=True)
        number = chance.randrange(1, len(lines)) if len(lines) > 1 else 0
        lines[number] = change(lines[number], chance)
        return "".join(lines).encode()

    return damage


def _cell(value: str) -> Damage:
    def put(line: str, chance: random.Random) -> str:
        cells = line.rstrip("\r\n").split(",")
        cells[chance.randrange(len(cells))] = value
        return ",".join(cells) + "\n"

    return _line(put)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _one_byte(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([chance.randrange(0x80, 0x100)]) + data[place + 1 :]


SAME: dict[str, Damage] = {
    "semicolons": lambda data, _: _as_excel(data, ";", "utf-8-sig"),
    "a mark of byte order": lambda data, _: b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf"),
    "line ends of Windows": lambda data, _: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "blank lines at the end": lambda data, _: data.rstrip(b"\r\n") + b"\n\n\n",
}
"""What Excel does without harm: refused with a sentence, or read to the same values."""
HARM: dict[str, Damage] = {
    "an unclosed quote": _line(lambda line, _: '"' + line),
    "a cell too many": _line(lambda line, _: line.rstrip("\r\n") + ",x,y\n"),
    "nan": _cell("nan"),
    "inf": _cell("inf"),
    "a wrong code": _cell("KHONG-CO"),
    "a lost cell": _cell(""),
    "a turned date": _cell("13/14/2024"),
    "a zero byte": _cell("a\0b"),
    "a line twice": _line(lambda line, _: line + line),
    "a lost line": _line(lambda _line, _: ""),
    "cut off": _cut,
    "an odd byte": _one_byte,
    "nothing": lambda _data, _: b"",
    "bytes": lambda _data, chance: chance.randbytes(200),
    "UTF-16": lambda data, _: data.decode("utf-8-sig").encode("utf-16"),
}

KNOWABLE = ("an unclosed quote", "a cell too many", "a line twice", "a zero byte", "nothing", "bytes")
"""What is wrong whatever the list says: never taken for other values. Of a changed word or a lost line nobody can know."""


def _as_excel(data: bytes, delimiter: str, encoding: str) -> bytes:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return out.getvalue().encode(encoding)


def all_of(root: Path, damages: int, seed: int) -> Iterator[Count]:
    """`damages` in turn over all lists, kinds chosen by chance; every one loaded as a run loads it."""
    home = root / "lists"
    home.mkdir(exist_ok=True)
    shutil.copytree(ROOT / "data", home / "data", ignore=shutil.ignore_patterns("sample"))
    chance, sound, ends = random.Random(seed), _loaded(home), Counter[str]()
    lists = list_files(home)
    for number in range(damages):
        path = lists[number % len(lists)]
        data = path.read_bytes()
        name, damage = (
            chance.choice([*SAME.items(), *HARM.items()]) if path.suffix == ".csv" else chance.choice([*HARM.items()])
        )
        path.write_bytes(damage(data, chance))
        try:
            ends[_end_of(home, path, name, sound)] += 1
        finally:
            path.write_bytes(data)
    note = ", ".join(f"{count} {end}" for end, count in sorted(ends.items()))
    yield Count("damaged lists of data/", damages, damages, note)


def _end_of(home: Path, path: Path, name: str, sound: str) -> str:
    """What became of a load with one damaged list."""
    from tdnreport.base.data_error import DataError

    try:
        loaded = _loaded(home)
    except DataError as error:
        sentence = str(error)
    else:
        unseen = loaded != sound and (name in SAME or name in KNOWABLE)
        assert not unseen, f"{path}: {name} changed what is loaded without a word"
        return "read as before" if loaded == sound else "read as it stands"
    assert any(place in sentence for place in (path.name, "reference/", f"plans/{PLAN}", f"Kế hoạch {PLAN}")), (
        path,
        name,
        sentence,
    )
    return "refused with a sentence"


def list_files(home: Path) -> list[Path]:
    """The lists that a run of the plan loads."""
    folders = (home / "data" / "reference", home / "data" / "plans" / PLAN)
    return sorted(path for folder in folders for kind in ("*.csv", "*.toml") for path in folder.rglob(kind))


def _loaded(home: Path) -> str:
    """All that a run takes from its lists, in words."""
    from tdnreport.base.home import Home
    from tdnreport.plans.context import load_context
    from tdnreport.report.nd30_rules import read_nd30

    context = load_context(Home(home), PLAN, PERIOD)
    rules = read_nd30(context.home.reference)
    parts = (context.reference, context.plan, context.period, context.rules, context.words, rules)
    return "\n".join(map(repr, parts))
