"""A file's lines → grids of cells, one per sheet, with the row number that Excel will show for each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sample_year.spec import MARK, Number, Row, Sent, Shape, Year
from tdnreport.plans import Plan, Task, Unit

LABELS = {
    "code": "STT",
    "title": "Nhiệm vụ",
    "unit": "Đơn vị báo cáo",
    "status": "Trạng thái",
    "pct": "Tỷ lệ hoàn thành (%)",
    "estimated_pct": "Ước thực hiện cả năm (%)",
    "allocated": "Dự toán giao",
    "disbursed": "Đã giải ngân",
    "estimated": "Ước giải ngân cả năm",
    "fund": "Nguồn kinh phí",
    "result": "Kết quả/ sản phẩm",
    "done_on": "Ngày hoàn thành",
    "note": "Ghi chú",
}
MONEY = ("allocated", "disbursed", "estimated")
INDICATOR_HEADER = (
    "STT",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Thực hiện trong kỳ",
    "Lũy kế từ đầu năm",
    "Kế hoạch năm",
    "Ghi chú",
)


@dataclass(frozen=True, slots=True)
class Percent:
    """A number that Excel shows as a percent: 0.75 is 75%."""

    value: float


Cell = str | int | float | date | Percent


@dataclass(slots=True)
class Grid:
    """Cells of one sheet; merges are (first row, first column, last row, last column) from 1, as `hidden_rows` is."""

    name: str
    lines: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    bold_rows: list[int] = field(default_factory=list)
    header_rows: list[int] = field(default_factory=list)
    table_rows: list[int] = field(default_factory=list)
    is_hidden: bool = False

    def add(self, *cells: Cell) -> int:
        self.lines.append(list(cells))
        return len(self.lines)

    def add_framed(self, *cells: Cell) -> int:
        """A line inside a table, with borders and wrapped text."""
        self.table_rows.append(self.add(*cells))
        return len(self.lines)


Places = dict[int, tuple[str, int]]
"""Position of a row in `Sent.rows` (numbers follow) → sheet and row number."""


def grids(year: Year, sent: Sent, plan: Plan, unit: Unit) -> tuple[list[Grid], Places]:
    places: Places = {}
    stem, _, kind = sent.file.rpartition(".")
    tasks = Grid(stem if kind == "csv" else "Biểu 01")
    _title_block(tasks, year, sent, unit)
    _task_table(tasks, sent, plan, unit, places)
    made = [tasks]
    if sent.numbers:
        page = tasks if sent.shape.indicators_below else Grid("Biểu 02")
        _indicator_table(page, sent, plan, places)
        made += [] if page is tasks else [page]
    _closing(tasks, year, sent)
    if sent.hidden_sheet:
        made.append(
            Grid(
                "Số liệu 2023",
                [["STT", "Nhiệm vụ", "Trạng thái"], [1, "Số liệu năm trước, không dùng", "Hoàn thành"]],
                is_hidden=True,
            )
        )
    return made, places


def _title_block(grid: Grid, year: Year, sent: Sent, unit: Unit) -> None:
    if not sent.shape.title_block:
        return
    width = len(sent.shape.columns)
    grid.add(year.parent)
    grid.bold_rows.append(grid.add((sent.headed or unit.name).upper()))
    grid.add()
    heading = grid.add(f"{year.title} NĂM {sent.year}")
    grid.bold_rows.append(heading)
    grid.merges.append((heading, 1, heading, width))
    period = grid.add(f"Kỳ báo cáo: {'Năm' if year.period_id == '2024' else '6 tháng đầu năm'} {sent.year} ({MARK})")
    grid.merges.append((period, 1, period, width))
    grid.add()


def _task_table(grid: Grid, sent: Sent, plan: Plan, unit: Unit, places: Places) -> None:
    shape = sent.shape
    if shape.unit_line:
        grid.add(*[""] * (len(shape.columns) - 2), shape.unit_line)
    _header(grid, shape)
    tasks = {task.task_code: task for task in plan.tasks}
    shown: set[str] = set()
    for index, row in enumerate(sent.rows):
        parent = tasks[row.task].parent_code if row.task in tasks else None
        if shape.headings and parent and parent not in shown:
            shown.add(parent)
            grid.bold_rows.append(grid.add_framed(*_heading(shape, tasks[parent])))
        line = grid.add_framed(
            *(_cell(column, index, row, shape, tasks.get(row.task), unit) for column in shape.columns)
        )
        places[index] = (grid.name, line)
        if row.is_hidden:
            grid.hidden_rows.append(line)
    if shape.total:
        grid.bold_rows.append(grid.add_framed(*_total(sent)))


def _header(grid: Grid, shape: Shape) -> None:
    labels = {column: shape.labels.get(column, LABELS[column]) for column in shape.columns}
    if shape.two_rows:
        money = [column for column in shape.columns if column in MONEY]
        unit = "triệu đồng" if shape.money == "million" else "đồng"
        top = [("" if c in money[1:] else f"Kinh phí ({unit})" if c in money else labels[c]) for c in shape.columns]
        first = grid.add(*top)
        second = grid.add(*(labels[c] if c in money else "" for c in shape.columns))
        grid.header_rows += [first, second]
        start = shape.columns.index(money[0]) + 1
        grid.merges.append((first, start, first, start + len(money) - 1))
        grid.merges += [(first, n, second, n) for n, c in enumerate(shape.columns, 1) if c not in money]
    else:
        in_header = (
            ""
            if shape.unit_line or shape.money in ("text", "words")
            else " (triệu đồng)"
            if shape.money == "million"
            else " (đồng)"
        )
        grid.header_rows.append(grid.add(*(labels[c] + (in_header if c in MONEY else "") for c in shape.columns)))
    if shape.numbering:
        grid.header_rows.append(grid.add(*(f"({n})" for n in range(1, len(shape.columns) + 1))))


def _heading(shape: Shape, task: Task) -> list[Cell]:
    code = "" if shape.code == "running" else _code(task.task_code, 0, shape)
    return [{"code": code, "title": task.title}.get(c, "") for c in shape.columns]


def _code(code: str, index: int, shape: Shape) -> Cell:
    if shape.code == "running":
        return index + 1
    return _short(float(code)) if shape.code == "number" else code


def _cell(column: str, index: int, row: Row, shape: Shape, task: Task | None, unit: Unit) -> Cell:
    if column in row.cells:
        return row.cells[column]
    amounts = {"allocated": row.allocated, "disbursed": row.disbursed, "estimated": row.estimated}
    if column in amounts:
        return _money(amounts[column], shape)
    texts: dict[str, Cell] = {
        "code": _code(row.task, index, shape),
        "title": task.title if task else "",
        "unit": unit.name,
        "status": shape.statuses[row.status],
        "pct": _percent(row.pct, shape),
        "estimated_pct": "" if row.estimated_pct is None else _percent(row.estimated_pct, shape),
        "fund": row.fund,
        "result": row.result,
        "done_on": _day(row.done_on, shape),
        "note": row.note,
    }
    return texts[column]


def _money(amount: int | None, shape: Shape) -> Cell:
    if amount is None:
        return ""
    millions = amount / 1_000_000
    if shape.money == "million":
        return _short(millions)
    if shape.money == "words":
        return f"{millions:g} triệu".replace(".", ",")
    return f"{amount:,}".replace(",", ".") if shape.money == "text" else amount


def _percent(value: float, shape: Shape) -> Cell:
    if shape.percent == "fraction":
        return Percent(value / 100)
    if shape.percent == "comma":
        return f"{value:.1f}".replace(".", ",")
    return f"{value:g}%".replace(".", ",") if shape.percent == "sign" else _short(value)


def _short(value: float) -> Cell:
    return int(value) if value == int(value) else value


def _day(day: date | None, shape: Shape) -> Cell:
    if day is None:
        return ""
    forms = {"slash": "%d/%m/%Y", "dot": "%d.%m.%Y", "words": "Ngày %d tháng %m năm %Y"}
    return day.strftime(forms[shape.day]) if shape.day in forms else day


def _total(sent: Sent) -> Iterator[Cell]:
    for column in sent.shape.columns:
        if column in MONEY:
            total = sum(getattr(row, column) or 0 for row in sent.rows if column not in row.cells)
            yield _money(total + (sent.total_off_by if column == "disbursed" else 0), sent.shape)
        else:
            yield "Tổng cộng" if column == "title" else ""


def _indicator_table(grid: Grid, sent: Sent, plan: Plan, places: Places) -> None:
    known = {indicator.indicator_code: indicator for indicator in plan.indicators}
    if grid.lines:
        grid.add()
    grid.bold_rows.append(grid.add(f"BIỂU 02: SỐ LIỆU HOẠT ĐỘNG ({MARK})"))
    grid.add()
    grid.header_rows.append(grid.add(*INDICATOR_HEADER))
    for index, number in enumerate(sent.numbers):
        indicator = known.get(number.indicator)
        shown: dict[str, Cell] = {
            "name": indicator.name if indicator else "",
            "measure": indicator.unit_of_measure if indicator else "",
            "value": _short(number.value),
            "cumulative": _short(number.cumulative),
            "target": "" if number.target is None else _short(number.target),
            "note": "",
            **number.cells,
        }
        places[len(sent.rows) + index] = (grid.name, grid.add_framed(index + 1, *shown.values()))


def _closing(grid: Grid, year: Year, sent: Sent) -> None:
    if sent.shape.note:
        grid.add()
        grid.add(f"Ghi chú: {MARK}; số liệu tính đến ngày báo cáo.")
    if sent.shape.signature:
        left = [""] * (len(sent.shape.columns) - 3)
        grid.add()
        grid.add(
            *left, f"{year.place}, ngày {sent.received_on:%d} tháng {sent.received_on:%m} năm {sent.received_on.year}"
        )
        grid.add(*left, "THỦ TRƯỞNG ĐƠN VỊ")
        grid.add(*left, "(đã ký)")


def line_of(sent: Sent, index: int) -> Row | Number:
    return sent.rows[index] if index < len(sent.rows) else sent.numbers[index - len(sent.rows)]
