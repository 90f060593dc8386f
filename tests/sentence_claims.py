"""What a sentence of the report claims, judged by the open data alone: may it be said?

    judge("Đã hoàn thành 4/8 nhiệm vụ, đạt 50,0%.", data) → []
    judge("… tăng 48,8% so với cùng kỳ …", data)          → ["so với cùng kỳ, mà gốc là cả năm"]

A claim is a pattern and a function that says what is wrong with it. What compares, ranks, sums or judges and fits no claim is wrong too,
so that a new kind of sentence cannot come in unjudged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from tdnreport.report.model import Section

Row = Mapping[str, Any]
Problems = Iterator[str]
NUMBER = r"-?\d[\d.]*(?:,\d+)?"
LOOSE = re.compile(r"\d%|tăng|giảm|cao nhất|thấp nhất|nhiều nhất|xếp thứ|so với|bình quân")
"""What may stand in no sentence outside a claim."""
FIXED = (
    "So với số cả năm đã công bố, một số hoạt động đạt", "điểm phần trăm", "mỗi nhiệm vụ lấy bình quân các đơn vị chủ trì đã báo cáo",
    "tổng giải ngân chia tổng kinh phí được sử dụng", "Các hoạt động tăng nhiều nhất so với cùng kỳ",
    "Các hoạt động giảm nhiều nhất so với cùng kỳ", "so với số đã công bố",
)  # fmt: skip
"""Words that introduce or explain and claim nothing themselves."""


@dataclass(frozen=True)
class OpenData:
    """`so-lieu.json` and `du-lieu` of one report."""

    folder: Path

    @cached_property
    def content(self) -> dict[str, Any]:
        return json.loads((self.folder / "so-lieu.json").read_text(encoding="utf-8"))

    def table(self, name: str) -> list[Row]:
        return pl.read_parquet(self.folder / "du-lieu" / f"{name}.parquet").to_dicts()

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """By name as in a sentence: folded, for a sentence may begin with it or not."""
        return {row["name"].casefold(): row for row in self.content["indicators"]}

    @cached_property
    def tasks(self) -> dict[str, Row]:
        return {row["task_code"]: row for row in self.content["tasks"]}

    def figure(self, name: str) -> Row:
        return self.content["figures"][name]

    @cached_property
    def bases(self) -> dict[str, Row]:
        return {row["indicator_code"]: row for row in self.content["comparisons"]}

    @cached_property
    def coverage(self) -> dict[tuple[str, str | None], tuple[int, int]]:
        return {(row["kind"], row["code"]): (row["reported"], row["owing"]) for row in self.content["coverage"]}

    @cached_property
    def estimates(self) -> dict[str, tuple[list[float], int]]:
        """Task → the estimates for the year of its leads that gave one, and how many of its leads reported."""
        leads = {(row["unit_id"], row["code"]) for row in self.table("obligations") if row["role"] == "lead"}
        found: dict[str, tuple[list[float], int]] = {}
        for row in self.table("progress"):
            if (row["unit_id"], row["task_code"]) in leads:
                given, reported = found.setdefault(row["task_code"], ([], 0))
                given += [row["estimated_pct"]] if row["estimated_pct"] is not None else []
                found[row["task_code"]] = (given, reported + 1)
        return found

    @cached_property
    def leads_with_money(self) -> str:
        """Of the leads of tasks with a line of their own how many wrote an amount: "3/3"."""
        own = {code for code, row in self.tasks.items() if row["own_line"]}
        leads = {
            (row["unit_id"], row["code"])
            for row in self.table("obligations")
            if row["role"] == "lead" and row["code"] in own
        }
        return f"{len(leads & {(row['unit_id'], row['task_code']) for row in self.table('budget')})}/{len(leads)}"


def value_of(text: str) -> float:
    """A number as Vietnamese readers see it."""
    return float(text.replace(".", "").replace(",", "."))


def is_ratio(pct: str, part: float, whole: float) -> bool:
    return whole != 0 and abs(value_of(pct) - 100 * part / whole) < 0.0501


@dataclass(frozen=True)
class Claim:
    pattern: re.Pattern[str]
    check: Callable[[re.Match[str], OpenData], Problems]


CLAIMS: list[Claim] = []


def claim(pattern: str) -> Callable[[Callable[[re.Match[str], OpenData], Problems]], None]:
    """The decorated function judges what the pattern finds."""
    return lambda check: CLAIMS.append(Claim(re.compile(pattern.replace("NUM", NUMBER)), check))


def sentences_of(sections: Iterable[Section]) -> Iterator[str]:
    """The paragraphs of a report; one that speaks of a task only by the heading above it, with that heading."""
    for section in sections:
        heading = f"{section.number}. {section.title}: " if section.number.startswith("Nhiệm vụ") else ""
        for paragraph in section.paragraphs:
            has_own = not heading or "Nhiệm vụ " in paragraph[:12]
            yield paragraph if has_own else f"{heading}{paragraph[:1].lower()}{paragraph[1:]}"


def judge(sentence: str, data: OpenData) -> list[str]:
    """What is wrong with a sentence; units' own words after "Kết quả:" are theirs."""
    rest = re.split(r" Kết quả: ", sentence)[0]
    problems: list[str] = []
    for one in CLAIMS:
        for found in one.pattern.finditer(rest):
            problems += one.check(found, data)
        rest = one.pattern.sub(" ", rest)
    for words in FIXED:
        rest = rest.replace(words, " ")
    for name in sorted([*data.indicators, *(row["title"] for row in data.tasks.values())], key=len, reverse=True):
        rest = re.sub(re.escape(name), " ", rest, flags=re.IGNORECASE)
    if LOOSE.search(rest):
        problems.append(f"nói điều không xét được: {rest.strip()}")
    return problems


def _indicator(text: str, data: OpenData) -> Row | None:
    """The longest indicator name that the text ends with."""
    folded = text.casefold().rstrip(" :")
    return max(
        (row for name, row in data.indicators.items() if folded.endswith(name)),
        key=lambda row: len(row["name"]),
        default=None,
    )


def _check_coverage(said: str | None, row: Row, data: OpenData) -> Problems:
    reported, owing = data.coverage["indicator", row["indicator_code"]]
    if reported < owing and not said:
        yield f"tổng của {reported}/{owing} đơn vị mà không nói"
    if said and f"{reported}/{owing} đơn vị" not in said:
        yield f"phạm vi không phải {reported}/{owing}"


def targets(data: OpenData) -> list[Row]:
    return [
        row
        for row in data.indicators.values()
        if row["kind"] == "count" and row["target"] and row["target_value"] is not None
    ]


@claim(
    r"Trong (?P<all>\d+) chỉ tiêu có số kế hoạch [^,]+?, (?P<met>\d+) chỉ tiêu đạt hoặc vượt, (?P<how>cao nhất là|gồm):"
)
def _how_many_targets(found: re.Match[str], data: OpenData) -> Problems:
    met = [row for row in targets(data) if row["target_value"] >= row["target"]]
    if (int(found["all"]), int(found["met"])) != (len(targets(data)), len(met)):
        yield f"có {len(met)}/{len(targets(data))} chỉ tiêu đạt kế hoạch"
    rates = [100 * row["target_value"] / row["target"] for row in met]
    said = [value_of(pct) for pct in re.findall(rf"đạt ({NUMBER})%", found.string)]
    if (
        found["how"] == "cao nhất là"
        and said
        and [round(rate, 1) for rate in sorted(rates, reverse=True)[: len(said)]] != said
    ):
        yield "không phải các chỉ tiêu cao nhất"


BASE = r"(?P<base>NUM) [^();]+?(?P<mark>, số minh họa)?\)"


@claim(
    r"(?P<name>[^;]+?): (?P<value>NUM) [^();]+?(?P<cover> \(số của [^()]*\))?, (?P<way>tăng|giảm) (?P<pct>NUM)% so với [^();]*\("
    + BASE
)
def _same_period(found: re.Match[str], data: OpenData) -> Problems:
    row = _indicator(found["name"], data)
    if row is None:
        yield "chỉ tiêu không có trong dữ liệu"
        return
    base = data.bases.get(row["indicator_code"], {})
    if row["verdict"] != "same":
        yield "so với cùng kỳ, mà gốc không cùng kỳ, cùng phạm vi"
    elif [base["data_from"][5:], base["data_to"][5:]] != [base["base_from"][5:], base["base_to"][5:]]:
        yield "hai kỳ không cùng ngày, tháng"
    if value_of(found["value"]) != row["value"] or (row["base_value"] != value_of(found["base"])):
        yield "giá trị hoặc gốc không phải của dữ liệu"
    change = (row["value"] or 0) - (row["base_value"] or 0)
    if (change > 0) != (found["way"] == "tăng") or not is_ratio(found["pct"], abs(change), row["base_value"] or 0):
        yield "mức tăng, giảm không đúng"
    yield from _check_coverage(found["cover"], row, data)
    yield from _check_mark(found["mark"], row)


def _check_mark(mark: str | None, row: Row) -> Problems:
    if bool(mark) != bool(row["base_is_invented"]):
        yield "gốc minh họa phải ghi là minh họa, gốc thật thì không"


@claim(
    r"(?P<name>[^;]+?): (?P<value>NUM) [^();]+?(?P<cover> \(số của [^()]*\))?, bằng (?P<pct>NUM)% cả năm (?P<year>\d{4}) \("
    + BASE
)
def _whole_year(found: re.Match[str], data: OpenData) -> Problems:
    row = _indicator(found["name"], data)
    if row is None:
        yield "chỉ tiêu không có trong dữ liệu"
        return
    if (str(row["base_from"])[:10], str(row["base_to"])[:10]) != (f"{found['year']}-01-01", f"{found['year']}-12-31"):
        yield "gốc không phải của cả năm ấy"
    if value_of(found["value"]) != row["value"] or row["base_value"] != value_of(found["base"]):
        yield "giá trị hoặc gốc không phải của dữ liệu"
    if not is_ratio(found["pct"], row["value"] or 0, row["base_value"] or 0):
        yield "tỷ lệ không đúng"
    yield from _check_coverage(found["cover"], row, data)
    yield from _check_mark(found["mark"], row)


@claim(
    r"(?P<name>[^;]+?) (?P<value>NUM)/(?P<target>NUM) [^();/%]+?(?P<cover> \(số của [^()]*\))?, đạt (?P<pct>NUM)% "
    r"(?P<whose>chỉ tiêu của Kế hoạch|kế hoạch do [^;]+? tự đặt)"
)
def _target(found: re.Match[str], data: OpenData) -> Problems:
    row = _indicator(found["name"], data)
    if row is None:
        yield "chỉ tiêu không có trong dữ liệu"
        return
    if (row["target_from"] == "plan") != (found["whose"] == "chỉ tiêu của Kế hoạch"):
        yield "kế hoạch của người khác"
    if value_of(found["value"]) != row["target_value"] or value_of(found["target"]) != row["target"]:
        yield "không phải số và kế hoạch của cùng các đơn vị"
    if not is_ratio(found["pct"], row["target_value"] or 0, row["target"] or 0):
        yield "tỷ lệ không đúng"
    if row["target_from"] == "plan":
        yield from _check_coverage(found["cover"], row, data)


@claim(r"(?P<name>[^;:]+): xếp thứ (?P<value>\d+)(?:/\d+ tỉnh, thành phố)?(?: \([^()]*: thứ NUM\))?")
def _rank(found: re.Match[str], data: OpenData) -> Problems:
    yield from _check_index(found, data)


@claim(r"(?P<name>[^;:]*(?:điểm|Điểm)[^;:]*): (?P<value>NUM) [^();]+?(?: \([^()]*: NUM\))?(?=[;.])")
def _score(found: re.Match[str], data: OpenData) -> Problems:
    yield from _check_index(found, data)


def _check_index(found: re.Match[str], data: OpenData) -> Problems:
    row = _indicator(found["name"], data)
    if row is None or row["kind"] != "index" or row["value"] != value_of(found["value"]):
        yield "không phải số của đơn vị theo dõi chỉ số"


RATES = {"nhiệm vụ": ("completion_rate_pct",), "đơn vị": ("reporting_rate_pct", "on_time_rate_pct")}


@claim(
    r"(?P<part>\d+)/(?P<whole>\d+) (?P<what>nhiệm vụ|đơn vị)(?: không dừng)?, đạt (?P<pct>NUM)%"
    r"(?P<unknown> \(\d+ nhiệm vụ chưa có số liệu\))?"
)
def _share(found: re.Match[str], data: OpenData) -> Problems:
    part, whole = int(found["part"]), int(found["whole"])
    if not is_ratio(found["pct"], part, whole):
        yield "tỷ lệ không đúng"
    figures = [data.figure(name) for name in RATES[found["what"]]]
    strict = sum(1 for unit in data.content["units"] if unit["on_time_strict"])
    if (part, whole) not in {(row["numerator"], row["denominator"]) for row in figures} | {
        (strict, len(data.content["units"]))
    }:
        yield "không phải tỷ lệ nào của báo cáo"
    if found["what"] == "nhiệm vụ" and data.figure("tasks_unknown")["value"] and not found["unknown"]:
        yield "không nói còn nhiệm vụ chưa có số liệu"


@claim(r"Tiến độ bình quân của (?P<n>\d+) nhiệm vụ có số liệu đạt (?P<pct>NUM)%")
def _mean(found: re.Match[str], data: OpenData) -> Problems:
    known = [
        row["completion_pct"]
        for row in data.tasks.values()
        if row["completion_pct"] is not None and row["status"] != "stopped"
    ]
    if int(found["n"]) != len(known) or not is_ratio(found["pct"], sum(known), 100 * len(known)):
        yield "bình quân không đúng"


@claim(r"(?:Còn (?P<n>\d+) nhiệm vụ chưa hoàn thành, thấp|Tiến độ thấp) nhất là: (?=(?P<lowest>[^;]*?)\.(?: |$))")
def _lowest(found: re.Match[str], data: OpenData) -> Problems:
    open_tasks = [row for row in data.tasks.values() if row["status"] in ("doing", "todo")]
    said = [data.tasks[code] for code in re.findall(r"nhiệm vụ (\d+(?:\.\d+)*) ", f"{found['lowest']} ")]
    rates = [row["completion_pct"] or 0 for row in said]
    others = [row["completion_pct"] for row in open_tasks if row not in said and row["completion_pct"] is not None]
    if found["n"] and int(found["n"]) != len(open_tasks):
        yield f"có {len(open_tasks)} nhiệm vụ chưa hoàn thành"
    if not said or rates != sorted(rates) or min(others, default=100) < max(rates):
        yield "không phải các nhiệm vụ thấp nhất"


STATE = "(?:đang thực hiện|chưa thực hiện|hoàn thành|dừng thực hiện)"


@claim(
    r"[Nn]hiệm vụ (?P<code>\d+(?:\.\d+)*)(?P<title>\. .+?: " + STATE + r",)? đạt (?P<pct>NUM)%"
    r"(?P<estimate>, ước cả năm đạt (?P<year>NUM)%)?"
)
def _task(found: re.Match[str], data: OpenData) -> Problems:
    row, words = data.tasks[found["code"]], re.split(r"(?<!^)[Nn]hiệm vụ \d", found.string[found.start() :])[0]
    if row["completion_pct"] is None or not is_ratio(found["pct"], row["completion_pct"], 100):
        yield f"nhiệm vụ {found['code']}: tỷ lệ không đúng"
    if (
        0 < row["leads_reported"] < row["leads_expected"]
        and f" {row['leads_reported']}/{row['leads_expected']} " not in words
    ):
        yield f"nhiệm vụ {found['code']}: không nói mới có số liệu của {row['leads_reported']}/{row['leads_expected']} đơn vị"
    if found["estimate"]:
        given, reported = data.estimates[found["code"]]
        if not given or not is_ratio(found["year"], sum(given), 100 * len(given)):
            yield f"nhiệm vụ {found['code']}: số ước không đúng"
        if len(given) < reported and f"ước của {len(given)}/{reported} đơn vị" not in words:
            yield f"nhiệm vụ {found['code']}: không nói ước của bao nhiêu đơn vị"


@claim(r"giải ngân (?P<part>NUM)/(?P<whole>NUM) triệu đồng[^;%]*?, đạt (?P<pct>NUM)%")
def _spent(found: re.Match[str], data: OpenData) -> Problems:
    part, whole = (round(1_000_000 * value_of(found[name])) for name in ("part", "whole"))
    total = data.figure("own_line_execution_pct")
    known = {(row["disbursed_vnd"] or 0, row["used_vnd"]) for row in data.tasks.values()} | {
        (total["numerator"], total["denominator"])
    }
    if (part, whole) not in known or not is_ratio(found["pct"], part, whole):
        yield "không phải tỷ lệ giải ngân của nhiệm vụ nào, của tổng nào"
    if (
        "dòng" in re.split(r"[;.]", found.string[: found.start()])[-1]
        and f" {data.leads_with_money} lượt đơn vị chủ trì" not in found.string
    ):
        yield f"tổng của {data.leads_with_money} lượt đơn vị chủ trì mà không nói"


@claim(r"Giải ngân các dòng kinh phí riêng đạt (?P<pct>NUM)%")
def _spent_in_all(found: re.Match[str], data: OpenData) -> Problems:
    if not is_ratio(found["pct"], data.figure("own_line_execution_pct")["value"] or 0, 100):
        yield "tỷ lệ giải ngân không đúng"
