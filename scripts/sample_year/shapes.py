"""A file's lines → grids of cells, one per sheet, with the row number that Excel will show for each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sample_year.spec import MARK, Look, Sent, TaskLine, Year, plain_number
from tdnreport.plans import Plan, Task, Unit

MONEY = ("allocated_vnd", "disbursed_vnd", "estimated_vnd")
DAY_FORMS = {"slash": "%d/%m/%Y", "dot": "%d.%m.%Y", "words": "Ngày %d tháng %m năm %Y"}


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

    def add_bold(self, *cells: Cell) -> int:
        self.bold_rows.append(self.add(*cells))
        return len(self.lines)


Places = list[tuple[str, int]]
"""Sheet and row number of each of `Sent.lines`."""


def grids(year: Year, sent: Sent, plan: Plan, unit: Unit) -> tuple[list[Grid], Places]:
    places: Places = []
    stem, _, kind = sent.file.rpartition(".")
    tasks = Grid(stem if kind == "csv" else "Biểu 01")
    if sent.look.title_block:
        _title_block(tasks, year, sent, unit)
    _task_table(tasks, sent, plan, unit, places)
    made = [tasks]
    if sent.indicators:
        page = tasks if sent.look.indicators_below else Grid("Biểu 02")
        _indicator_table(page, sent, plan, places)
        made += [] if page is tasks else [page]
    _closing(tasks, year, sent)
    if sent.look.hidden_sheet:
        last_year: list[Cell] = [1, "Số liệu năm trước, không dùng", "Hoàn thành"]
        made.append(Grid("Số liệu 2023", [["STT", "Nhiệm vụ", "Trạng thái"], last_year], is_hidden=True))
    return made, places


def _title_block(grid: Grid, year: Year, sent: Sent, unit: Unit) -> None:
    reported = sent.look.year
    period = "Năm" if year.period_id == "2024" else "6 tháng đầu năm"
    grid.add(year.parent)
    grid.add_bold((sent.look.headed or unit.name).upper())
    grid.add()
    lines = (
        grid.add_bold(f"{year.title} NĂM {reported}"),
        grid.add(f"Kỳ báo cáo: {period} {reported} ({MARK})"),
    )
    grid.merges += [(line, 1, line, len(sent.look.columns)) for line in lines]
    grid.add()


def _task_table(grid: Grid, sent: Sent, plan: Plan, unit: Unit, places: Places) -> None:
    look = sent.look
    if look.unit_line:
        grid.add(*[""] * (len(look.columns) - 2), look.unit_line)
    _header(grid, look)
    tasks = {task.task_code: task for task in plan.tasks}
    headed: set[str] = set()
    for number, row in enumerate(sent.tasks, start=1):
        task = tasks.get(row.task_code)
        parent = task.parent_code if task else None
        if look.headings and parent and parent not in headed:
            headed.add(parent)
            grid.bold_rows.append(grid.add_framed(*_heading(look, tasks[parent])))
        line = grid.add_framed(*(_cell(column, number, row, look, task, unit) for column in look.columns))
        places.append((grid.name, line))
        if row.task_code in look.hidden_tasks:
            grid.hidden_rows.append(line)
    if look.total:
        grid.bold_rows.append(grid.add_framed(*_total(sent)))


def _header(grid: Grid, look: Look) -> None:
    money = [column for column in look.columns if column in MONEY]
    unit = "triệu đồng" if look.money == "million" else "đồng"
    if look.two_rows:
        top = dict.fromkeys(money[1:], "") | {money[0]: f"Kinh phí ({unit})"}
        first = grid.add(*(top.get(column, look.labels[column]) for column in look.columns))
        second = grid.add(*(look.labels[column] if column in money else "" for column in look.columns))
        grid.header_rows += [first, second]
        start = look.columns.index(money[0]) + 1
        grid.merges.append((first, start, first, start + len(money) - 1))
        grid.merges += [(first, n, second, n) for n, column in enumerate(look.columns, 1) if column not in money]
    else:
        suffix = "" if look.unit_line or look.money in ("text", "words") else f" ({unit})"
        header = (look.labels[column] + (suffix if column in money else "") for column in look.columns)
        grid.header_rows.append(grid.add(*header))
    if look.numbering:
        grid.header_rows.append(grid.add(*(f"({n})" for n in range(1, len(look.columns) + 1))))


def _heading(look: Look, task: Task) -> list[Cell]:
    code = "" if look.code == "running" else _code(task.task_code, 0, look)
    return [{"task_code": code, "title": task.title}.get(column, "") for column in look.columns]


def _cell(column: str, number: int, row: TaskLine, look: Look, task: Task | None, unit: Unit) -> Cell:
    if column in row.cells:
        replaced: Cell = row.cells[column]
        return replaced
    match column:
        case "task_code":
            return _code(row.task_code, number, look)
        case "title":
            return task.title if task else ""
        case "unit":
            return unit.name
        case "status":
            return look.statuses[row.status]
        case "completed_on":
            return _day(row.completed_on, look)
        case "completion_pct" | "estimated_pct":
            return _percent(getattr(row, column), look)
        case "allocated_vnd" | "disbursed_vnd" | "estimated_vnd":
            return _money(getattr(row, column), look)
    text: str | None = getattr(row, column)
    return text or ""


def _code(code: str, number: int, look: Look) -> Cell:
    if look.code == "running":
        return number
    return plain_number(float(code)) if look.code == "number" else code


def _money(amount: int | None, look: Look) -> Cell:
    if amount is None:
        return ""
    millions = amount / 1_000_000
    if look.money == "million":
        return plain_number(millions)
    if look.money == "words":
        return f"{millions:g} triệu".replace(".", ",")
    return f"{amount:,}".replace(",", ".") if look.money == "text" else amount


def _percent(value: float | None, look: Look) -> Cell:
    if value is None:
        return ""
    if look.percent == "fraction":
        return Percent(value / 100)
    if look.percent == "comma":
        return f"{value:.1f}".replace(".", ",")
    return f"{value:g}%".replace(".", ",") if look.percent == "sign" else plain_number(value)


def _day(day: date | None, look: Look) -> Cell:
    if day is None:
        return ""
    return day.strftime(DAY_FORMS[look.day]) if look.day in DAY_FORMS else day


def _total(sent: Sent) -> Iterator[Cell]:
    for column in sent.look.columns:
        if column in MONEY:
            total = sum(getattr(row, column) or 0 for row in sent.tasks if column not in row.cells)
            off_by = sent.look.total_off_by_vnd if column == "disbursed_vnd" else 0
            yield _money(total + off_by, sent.look)
        else:
            yield "Tổng cộng" if column == "title" else ""


def _indicator_table(grid: Grid, sent: Sent, plan: Plan, places: Places) -> None:
    known = {indicator.indicator_code: indicator for indicator in plan.indicators}
    if grid.lines:
        grid.add()
    grid.add_bold(f"BIỂU 02: SỐ LIỆU HOẠT ĐỘNG ({MARK})")
    grid.add()
    grid.header_rows.append(grid.add(*sent.look.indicator_labels.values()))
    for number, row in enumerate(sent.indicators, start=1):
        indicator = known.get(row.indicator_code)
        cells: dict[str, Cell] = {
            "number": number,
            "name": indicator.name if indicator else "",
            "measure": indicator.unit_of_measure if indicator else "",
            "value": plain_number(row.value),
            "cumulative": plain_number(row.cumulative),
            "target": "" if row.target is None else plain_number(row.target),
            "note": "",
            **row.cells,
        }
        places.append((grid.name, grid.add_framed(*cells.values())))


def _closing(grid: Grid, year: Year, sent: Sent) -> None:
    grid.add()
    grid.add(f"Ghi chú: {MARK}; số liệu tính đến ngày báo cáo.")
    if sent.look.signature:
        left = [""] * (len(sent.look.columns) - 3)
        day = sent.received_on
        grid.add()
        grid.add(*left, f"{year.place}, ngày {day:%d} tháng {day:%m} năm {day.year}")
        grid.add(*left, "THỦ TRƯỞNG ĐƠN VỊ")
        grid.add(*left, "(đã ký)")
