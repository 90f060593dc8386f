"""Workloads with the project's own columns and a known truth: the same bytes each time, the truth counted from indices, never parsed.

    S 40 workbooks × 20 rows, M 2,000 × 60, L one CSV of 1,000,000 rows, XL one of 20,000,000

A folder holds `home` (a plan of made-up communes; everything else links to the project's own), `inbox` and `truth.json`.
About one row in sixty holds one fault. Out of scope: odd layouts and spellings (the corpus of the tests has those).
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PLAN, PERIOD, PROVINCE = "bench", "2024", "mau"
LABELS = (
    *("Đơn vị", "Nguồn kinh phí", "STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Dự toán giao (đồng)"),
    *("Đã giải ngân (đồng)", "Kết quả/ sản phẩm", "Ngày hoàn thành", "Ghi chú"),
)
HEADER_ROW = 5
MASK = (1 << 64) - 1
OWN_REFERENCE = (
    "units.csv", "unit_names.csv", "aliases.csv", "groups.csv", "areas.csv", "area_names.csv", "area_codes.csv", "area_links.csv",
    "functions.csv", "holders.csv",
)  # fmt: skip
FUNDS = ("Ngân sách trung ương", "Ngân sách tỉnh", "Ngân sách huyện", "Ngân sách xã", "Xã hội hóa")
STATUSES = (("Hoàn thành", 100), ("Đang thực hiện", 60), ("Chưa thực hiện", 0))
_SYLLABLES = (
    "An Ba Bình Cam Châu Chiên Diên Duy Đông Gia Giang Hà Hải Hiệp Hòa Hoàn Hồng Hưng Khánh Kim Lâm Liên Long Lộc Mai "
    "Minh Mỹ Nam Nghĩa Ngọc Nhân Nhơn Ninh Phong Phú Phúc Quang Quế Sơn Tân Tây Thanh Thái Thịnh Thọ Thuận Tiên Trà Trung Trường "
    "Tường Văn Vĩnh Xuân Yên"
)
SYLLABLES = _SYLLABLES.split()
VERBS = (
    "Tuyên truyền",
    "Biên soạn",
    "Tổ chức",
    "Xuất bản",
    "Nâng cấp",
    "Phối hợp",
    "Tập huấn",
    "Khảo sát",
    "Giới thiệu",
    "Quảng bá",
)
THINGS = (
    "chuyên trang tiếng nước ngoài về di sản",
    "sổ tay hỏi đáp dành cho cửa khẩu",
    "triển lãm ảnh biển đảo",
    "hội nghị xúc tiến du lịch",
    "phim tài liệu về làng nghề",
    "đoàn phóng viên quốc tế",
    "ngày hội giao lưu hữu nghị",
    "bản tin đối ngoại định kỳ",
    "cơ sở dữ liệu thông tin vùng biên",
    "lớp kỹ năng cho cán bộ xã",
    "ấn phẩm song ngữ về ẩm thực",
    "gian hàng sản phẩm địa phương",
    "tọa đàm với kiều bào",
    "bộ nhận diện hình ảnh tỉnh",
    "chương trình phát thanh vùng cao",
    "cuộc thi tìm hiểu chủ quyền",
    "mạng lưới cộng tác viên",
    "trang mạng xã hội chính thức",
    "hồ sơ kết nghĩa với thành phố bạn",
    "đề án quảng bá lễ hội",
)
NOTES = ("", "", "", "", "Chờ thẩm định", "Vướng mặt bằng", 'Theo "Kế hoạch 45", quý tới')
PROGRESS_FAULTS = (
    "pct_out_of_range",
    "status_pct_mismatch",
    "unknown_status",
    "unknown_task",
    "date_not_a_date",
    "pct_not_a_number",
)
MONEY_FAULTS = ("spent_gt_allocated", "amount_not_a_number", "negative_amount")

Amount = int | str
Cell = int | str
Truth = dict[str, int]
"""`rows`, `accepted`, sums over accepted rows, and how many rows each rule leaves out."""


@dataclass(frozen=True, slots=True)
class Size:
    units: int
    tasks: int
    funds: int
    is_csv: bool
    periods: int = 1
    """Of the plan; the workload reports on the last."""

    @property
    def rows(self) -> int:
        return self.units * self.tasks * self.funds


SIZES = {
    "S": Size(40, 20, 1, False),
    "M": Size(2_000, 60, 1, False),
    "L": Size(1_000, 200, 5, True),
    "XL": Size(20_000, 200, 5, True),
}


@dataclass(frozen=True, slots=True)
class Made:
    """One row as sent, in the order of `LABELS`; `rule` is its fault."""

    cells: tuple[Cell, ...]
    rule: str | None
    is_done: bool


def ensure(name: str, size: Size, folder: Path) -> Path:
    """The workload's folder; files are made once and never half, the home each time, for the project's own tables change."""
    done = folder / name
    if not done.exists():
        new = folder / f"{name}.new"
        shutil.rmtree(new, ignore_errors=True)
        (new / "inbox").mkdir(parents=True)
        truth = _csv(new / "inbox", size) if size.is_csv else _workbooks(new / "inbox", size)
        (new / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
        new.rename(done)
    shutil.rmtree(done / "home", ignore_errors=True)
    _home(done / "home", size)
    return done


def unit_names(size: Size) -> list[str]:
    """Communes whose names differ in two syllables at least as words; a third one where there are many."""
    pairs = (" ".join(pair) for pair in product(SYLLABLES, SYLLABLES) if pair[0] != pair[1])
    if size.units > len(SYLLABLES) * (len(SYLLABLES) - 1):
        pairs = (" ".join(one) for one in product(SYLLABLES, SYLLABLES, SYLLABLES) if len(set(one)) == 3)
    return [f"Ủy ban nhân dân xã {name}" for name, _ in zip(pairs, range(size.units), strict=False)]


def task_titles(size: Size) -> list[str]:
    return [f"{verb} {thing}" for thing, verb in product(THINGS, VERBS)][: size.tasks]


def rows_of(unit: int, name: str, titles: list[str], size: Size) -> Iterator[Made]:
    """The rows of one unit. Progress is the same on all fund rows of a task, so its faults are too."""
    before: Made | None = None
    for task, title in enumerate(titles):
        for fund in range(size.funds):
            if before and before.rule is None and _draw(unit, task, fund, 9) % 499 == 0:
                made = Made(before.cells, "duplicate_row", False)
            else:
                made = _row(unit, name, task, title, fund)
            yield made
            before = made


def _row(unit: int, name: str, task: int, title: str, fund: int) -> Made:
    draw = _draw(unit, task, 0, 1)
    rule = PROGRESS_FAULTS[draw % len(PROGRESS_FAULTS)] if draw // 7 % 100 == 0 else None
    status, pct = STATUSES[0 if rule in ("status_pct_mismatch", "date_not_a_date") else draw // 11 % len(STATUSES)]
    code, shown, day = (
        str(task + 1),
        str(pct),
        f"{draw % 28 + 1:02}/{draw // 13 % 10 + 1:02}/2024" if pct == 100 else "",
    )
    match rule:
        case "pct_out_of_range":
            status, shown = "Đang thực hiện", "130"
        case "status_pct_mismatch":
            shown = "60"
        case "unknown_status":
            status = "Xem công văn kèm theo"
        case "unknown_task":
            code, title = "999", "Việc phát sinh ngoài danh mục"
        case "date_not_a_date":
            day = "đang chờ nghiệm thu"
        case "pct_not_a_number":
            shown = "gần xong"
    amounts, money_rule = _amounts(_draw(unit, task, fund, 2), rule is None)
    result = f"Đã tổ chức {draw % 37 + 2} hội nghị, đăng {draw // 17 % 90 + 5} tin" if pct else ""
    cells = (name, FUNDS[fund], code, title, status, shown, *amounts, result, day, NOTES[draw // 19 % len(NOTES)])
    return Made(cells, rule or money_rule, rule is None and money_rule is None and pct == 100)


def _amounts(draw: int, may_fail: bool) -> tuple[tuple[Amount, Amount], str | None]:
    """Allocated and disbursed, whole đồng, and the fault in them."""
    allocated = (20 + draw % 960) * 500_000
    disbursed: Amount = allocated // 16 * (draw // 23 % 17)
    if not may_fail or draw // 29 % 150:
        return (allocated, disbursed), None
    rule = MONEY_FAULTS[draw // 31 % len(MONEY_FAULTS)]
    wrong: dict[str, Amount] = {"spent_gt_allocated": allocated * 2, "amount_not_a_number": "chờ quyết toán"}
    return (allocated, wrong.get(rule, -5_000_000)), rule


def _draw(*key: int) -> int:
    """A number that looks drawn, the same for the same key everywhere (murmur3's finish)."""
    value = 0
    for part in key:
        value = (value ^ part) * 0x9E3779B97F4A7C15 & MASK
        value = (value ^ value >> 31) * 0xBF58476D1CE4E5B9 & MASK
        value ^= value >> 29
    return value >> 8


# --- files


def _csv(inbox: Path, size: Size) -> Truth:
    titles, truth = task_titles(size), Counter[str]()
    with (inbox / "so-lieu.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(LABELS)
        for unit, name in enumerate(unit_names(size)):
            for made in rows_of(unit, name, titles, size):
                _count(truth, made)
                writer.writerow([_grouped(cell) for cell in made.cells])
    return dict(truth)


def _workbooks(inbox: Path, size: Size) -> Truth:
    titles, truth = task_titles(size), Counter[str]()
    for unit, name in enumerate(unit_names(size)):
        rows = list(rows_of(unit, name, titles, size))
        for made in rows:
            _count(truth, made)
        _workbook(inbox / f"{unit + 1:05}.xlsx", name, rows)
    return dict(truth)


def _workbook(path: Path, name: str, rows: list[Made]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2024, 11, 1)})
        sheet = book.add_worksheet("Biểu 01")
        sheet.write("A1", f"Đơn vị báo cáo: {name}")
        sheet.write("A2", "BÁO CÁO KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2024")
        sheet.write_row(HEADER_ROW - 1, 0, LABELS[2:])
        for at, made in enumerate(rows, HEADER_ROW):
            code, title, status, pct, *rest = made.cells[2:]
            sheet.write_row(at, 0, [_number(code), title, status, _number(pct), *rest])


def _number(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, str) and cell.isdigit() else cell


def _grouped(cell: Cell) -> str:
    """250.000.000, as amounts are written in a Vietnamese CSV."""
    return f"{cell:,}".replace(",", ".") if isinstance(cell, int) else cell


def _count(truth: Counter[str], made: Made) -> None:
    truth["rows"] += 1
    truth[made.rule or "accepted"] += 1
    if made.rule is None:
        *_, allocated, disbursed, _, _, _ = made.cells
        assert isinstance(allocated, int)
        assert isinstance(disbursed, int)
        truth["allocated_vnd"] += allocated
        truth["disbursed_vnd"] += disbursed
        truth["done"] += made.is_done


# --- a home of its own


def _home(home: Path, size: Size) -> None:
    """The project's SQL, suites, words and rules by link; communes and plan made up."""
    reference, plan = home / "data" / "reference", home / "data" / "plans" / PLAN
    reference.mkdir(parents=True)
    for part in ("sql", "expectations"):
        (home / part).symlink_to(PROJECT / part)
    (home / "data" / "templates").symlink_to(PROJECT / "data" / "templates")
    for file in (PROJECT / "data" / "reference").iterdir():
        if file.name not in OWN_REFERENCE:
            (reference / file.name).symlink_to(file)
    # Published figures name indicators, of which this plan has none.
    shutil.copytree(PROJECT / "data" / "plans" / "tth-2024", plan, ignore=shutil.ignore_patterns("published"))
    units = [f"{PROVINCE}.{number}" for number in range(size.units)]
    group = f"{PROVINCE}.grp"
    dates = ("", "", "số liệu tạo sẵn")
    rows = [
        (id, PROVINCE, name.replace("Ủy ban nhân dân", "UBND"), name, name, "ubnd_huyen", "xa", "", *dates)
        for id, name in zip(units, unit_names(size), strict=True)
    ]
    rows.append((group, PROVINCE, "Các xã", "Các xã", "Các xã", "nhom", "xa", "", *dates))
    _fill(reference / "units.csv", rows)
    _fill(reference / "aliases.csv", [])
    _fill(reference / "groups.csv", [(group, id, "", "") for id in units])
    _plan(plan, task_titles(size), group, size.periods)


def _plan(plan: Path, titles: list[str], group: str, periods: int) -> None:
    codes = [str(number) for number in range(1, len(titles) + 1)]
    dates = ("2024-01-01", "2024-12-31")
    _fill(
        plan / "tasks.csv",
        [(code, "", title, "", "", *dates, "", "", "none", "") for code, title in zip(codes, titles, strict=True)],
    )
    _fill(plan / "task_units.csv", [(code, "lead", 1, group, "Các xã") for code in codes])
    for name in ("results", "duties", "deadlines", "indicators", "corrections"):
        _fill(plan / f"{name}.csv", [])
    year = (
        PERIOD,
        "Năm 2024",
        "2024-01-01",
        "2024-11-14",
        "trước ngày 15/11/2024",
        "2024-11-15",
        group,
        group,
        "",
        "year",
    )
    _fill(plan / "periods.csv", [*(_part_of_year(number, periods, group) for number in range(1, periods)), year])
    text = (plan / "plan.toml").read_text(encoding="utf-8")
    for old, new in (("tth-2024", PLAN), ('"tth"', f'"{PROVINCE}"'), ('"hue"', f'"{PROVINCE}"'), ("750_000_000", "0")):
        text = text.replace(old, new)
    (plan / "plan.toml").write_text(text, encoding="utf-8")


def _part_of_year(number: int, periods: int, group: str) -> tuple[object, ...]:
    """A period that ends on its share of the plan's days, with the name of a file's own wave of reports."""
    last = date(2024, 1, 1) + timedelta(days=300 * number // periods)
    due = last + timedelta(days=1)
    return (
        f"2024-d{number}",
        f"Đợt {number} năm 2024",
        "2024-01-01",
        last,
        f"ngày {due:%d/%m/%Y}",
        due,
        group,
        group,
        "",
        "ad_hoc",
    )


def _fill(path: Path, rows: Sequence[tuple[object, ...]]) -> None:
    """A CSV with the header of the project's own file of that name."""
    own = PROJECT / "data" / "reference" / path.name
    if not own.exists():
        own = PROJECT / "data" / "plans" / "tth-2024" / path.name
    with own.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
