"""The form that each unit fills in: one workbook, its own tasks and indicators already written, its mistakes prevented.

    tth.sdl.xlsx
      Hướng dẫn         one page of plain instructions
      Biểu 01           the unit's tasks: status, percent, money, result, evidence, day
      Biểu 02           the indicators it owns, and rows to choose others from
      Biểu 03           the duties it holds: result and evidence, in words
      tdnreport_form    (very hidden) plan_id, period_id, unit_id, form_version; below them the lists to choose from

White cells are to be filled in, grey ones are given; sheets are protected without a password, so that nothing is lost by
accident and everything can be changed on purpose. Column labels are words of `data/reference/headers.csv`: what is filled
in is read back as it stands. What the unit reported earlier in the year stands in a grey column, as text that is not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tdnreport.feedback.form_columns import (
    COUNT,
    EARLIER_SIZE,
    EARLIER_WIDTH,
    ROLES,
    SCORE,
    FormColumn,
    choice_list,
    duty_columns,
    indicator_columns,
    task_columns,
)
from tdnreport.feedback.form_sheet import UNPROTECTED, FormSheets
from tdnreport.history.earlier import Earlier
from tdnreport.plans import Deadline, Indicator, Period, Plan, Reference, Task, Unit, expected_units, ref_tables
from tdnreport.report.excel.workbook import GROUP, HEADER, MeasuredText, row_height
from tdnreport.vietnamese import formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from tdnreport.plans.context import RunContext

FORM_VERSION = "1"
GUIDE, TASKS, INDICATORS, DUTIES, FORM = "Hướng dẫn", "Biểu 01", "Biểu 02", "Biểu 03", "tdnreport_form"
SPARE_TASK_ROWS, SPARE_INDICATOR_ROWS = 6, 12
LISTS_FROM = 10
"""Row of the hidden sheet from which the lists stand, one text a row, so that no list looks like a key and its value."""
GUIDE_WIDTH = 80
TASK_NOTE = "Ghi chú: các dòng trống ở cuối dùng cho nguồn kinh phí thứ hai của một nhiệm vụ hoặc nhiệm vụ khác mà đơn vị tham gia."
DUTY_NOTE = "Ghi chú: nhiệm vụ theo phần phân công trong Kế hoạch; chưa có kết quả trong kỳ thì để trống."
INDICATOR_NOTE = (
    "Ghi chú: cột “Năm trước” là số của toàn tỉnh. Các dòng trống dùng để chọn thêm chỉ tiêu mà đơn vị có số liệu."
)


def write_templates(context: RunContext, folder: Path, earlier: Earlier | None = None) -> list[Path]:
    """One workbook per unit that owes the period's report, named after its id; same plan and earlier report, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    owed = _owed(context.plan, context.period, context.reference)
    written = []
    for unit in expected_units(context.reference, context.period, context.plan):
        path = folder / f"{unit.unit_id}.xlsx"
        path.write_bytes(_Form(context, unit, owed[unit.unit_id], earlier).to_bytes())
        written.append(path)
    return written


@dataclass(slots=True)
class Owed:
    """What a unit owes in the period: task code → its role, and the codes of its indicators and duties."""

    roles: dict[str, str] = field(default_factory=dict)
    indicators: set[str] = field(default_factory=set)
    duties: set[str] = field(default_factory=set)


def _owed(plan: Plan, period: Period, reference: Reference) -> dict[str, Owed]:
    """By unit, groups opened and the accountable unit alone leading, as the report counts (`marts.obligations`)."""
    owed: dict[str, Owed] = defaultdict(Owed)
    tables = ref_tables(reference, plan, period)
    for row in tables["task_units"].iter_rows(named=True):
        owed[row["unit_id"]].roles[row["task_code"]] = row["role"]
    for row in tables["indicator_owners"].iter_rows(named=True):
        owed[row["unit_id"]].indicators.add(row["indicator_code"])
    shared = {
        indicator.indicator_code for indicator in plan.indicators if indicator.kind == "count" and not indicator.owners
    }
    for unit in expected_units(reference, period, plan):
        owed[unit.unit_id].indicators |= shared
    for row in tables["duties"].iter_rows(named=True):
        owed[row["unit_id"]].duties.add(row["duty_code"])
    return owed


def _question_to_heir(context: RunContext, unit: Unit) -> str:
    """Asked of a unit that took over from one that ended within the period, which may have reported before it did; else ""."""
    ended = [
        f"{other.name} (đến {formats.format_day(other.valid_to)})"
        for other in context.reference.units.values()
        if other.valid_to
        and other.valid_to >= context.period.data_from
        and context.heir_of(other.unit_id) == unit.unit_id
    ]
    return f"Lũy kế có gồm số liệu của {', '.join(ended)} không? (có/không)" if ended else ""


class _Form(FormSheets):
    """One unit's workbook, asking for exactly what the unit owes."""

    def __init__(self, context: RunContext, unit: Unit, owed: Owed, earlier: Earlier | None) -> None:
        super().__init__(context, unit, earlier)
        self.owed, self.roles = owed, owed.roles
        self.templates = context.home.templates
        self.other_duties = other_duties_lines(context, unit)
        self.question = _question_to_heir(context, unit)
        self.titles = [task.title for task in self.plan.leaf_tasks]
        self.names = [indicator.name for indicator in self.plan.indicators]
        self.funds = list(context.words.fund_source_names.values())[::-1]

    def to_bytes(self) -> bytes:
        self._write_guide()
        self._write_tasks()
        self._write_indicators()
        self._duties()
        self._write_hidden()
        return self.draft.to_bytes()

    def _write_guide(self) -> None:
        sheet = self.draft.add_sheet(GUIDE, self.page)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, GUIDE_WIDTH)
        heading = ("HƯỚNG DẪN ĐIỀN BIỂU MẪU", self.plan.title, f"Đơn vị: {self.unit.name}. Kỳ: {self.period.label}.")
        for row, text in enumerate(heading):
            self.draft.put_line(sheet, row, (5, GUIDE_WIDTH), text, bold=row < 2, font_size=13 if row == 0 else 11)
        wrapped = {"text_wrap": True, "valign": "top"}
        lines = [*guide_lines(self.templates, self.plan, self.period), *self.other_duties]
        for row, text in enumerate(lines, start=len(heading) + 1):
            sheet.write_number(row, 0, row - len(heading), self.draft.cell_format(align="center", **wrapped))
            sheet.write_string(row, 1, text, self.draft.cell_format(**wrapped))
            sheet.set_row(row, row_height([MeasuredText(text, GUIDE_WIDTH)]) + 4)
        sheet.protect("", UNPROTECTED)

    def _write_tasks(self) -> None:
        titles = choice_list(FORM, LISTS_FROM + len(self.funds) + 1, len(self.titles))
        funds = choice_list(FORM, LISTS_FROM + 1, len(self.funds))
        columns = task_columns(self.plan.year, titles, funds, self.earlier.label if self.earlier else None)
        sheet = self.draft.add_sheet(TASKS, self.page.landscape())
        first = self._open_sheet(sheet, columns, "BIỂU 01. KẾT QUẢ THỰC HIỆN NHIỆM VỤ", self.question) + 1
        own_tasks = self._own_tasks()
        for row, task in enumerate(own_tasks, start=first):
            self._write_task(sheet, row, columns, task)
        self._close_sheet(sheet, columns, first, first + len(own_tasks), SPARE_TASK_ROWS, TASK_NOTE)

    def _own_tasks(self) -> list[Task]:
        """The unit's tasks in the plan's order, each below its heading."""
        headings = {task.parent_code for task in self.plan.tasks if task.task_code in self.roles}
        return [task for task in self.plan.tasks if task.task_code in self.roles or task.task_code in headings]

    def _write_task(self, sheet: Worksheet, row: int, columns: Sequence[FormColumn], task: Task) -> None:
        role = self.roles.get(task.task_code)
        is_heading = task.task_code in self.plan.heading_codes
        given = {0: task.task_code, 1: task.title, **({2: ROLES[role]} if role and not is_heading else {})}
        earlier_text = self._earlier_text(self.earlier.tasks, task.task_code) if self.earlier and not is_heading else ""
        for column_index, column in enumerate(columns):
            if column_index in given or is_heading:
                shade = {"bold": True, "bg_color": HEADER} if is_heading else {"bg_color": GROUP}
                self.draft.put_text(sheet, row, column_index, given.get(column_index, ""), align=column.align, **shade)
            elif column.is_earlier:
                self._write_earlier_text(sheet, row, column_index, earlier_text)
            else:
                self._write_blank(sheet, row, column_index, column)
        texts = [
            MeasuredText(task.title, columns[1].width, bold=is_heading),
            MeasuredText(earlier_text, EARLIER_WIDTH, EARLIER_SIZE),
        ]
        sheet.set_row(row, row_height(texts))

    def _write_indicators(self) -> None:
        texts_before = len(self.funds) + len(self.titles)
        names = choice_list(FORM, LISTS_FROM + texts_before + 1, len(self.names))
        columns = indicator_columns(names, self.earlier.label if self.earlier else None)
        sheet = self.draft.add_sheet(INDICATORS, self.page.landscape())
        first = self._open_sheet(sheet, columns, "BIỂU 02. SỐ LIỆU HOẠT ĐỘNG") + 1
        own_indicators = [
            indicator for indicator in self.plan.indicators if indicator.indicator_code in self.owed.indicators
        ]
        for position, indicator in enumerate(own_indicators, start=1):
            self._write_indicator(sheet, first + position - 1, position, columns, indicator)
        self._close_sheet(sheet, columns, first, first + len(own_indicators), SPARE_INDICATOR_ROWS, INDICATOR_NOTE)

    def _write_indicator(
        self, sheet: Worksheet, row: int, position: int, columns: Sequence[FormColumn], indicator: Indicator
    ) -> None:
        given: dict[int, str | int | float | None] = {
            0: str(position),
            1: indicator.indicator_code,
            2: indicator.name,
            3: indicator.unit_of_measure,
            4: self.plan.base_of(indicator.indicator_code),
        }
        if indicator.target is not None:
            given[5] = indicator.target
        earlier_text = self._earlier_text(self.earlier.indicators, indicator.indicator_code) if self.earlier else ""
        counted = replace(columns[-2], number_format=COUNT if indicator.kind == "count" else SCORE)
        for column_index, column in enumerate(columns):
            value = given.get(column_index)
            if column.is_earlier:
                self._write_earlier_text(sheet, row, column_index, earlier_text)
            elif isinstance(value, int | float):
                self.draft.put_value(sheet, row, column_index, value, "number", bg_color=GROUP)
            elif column_index in given:
                self.draft.put_text(sheet, row, column_index, value or "", align=column.align, bg_color=GROUP)
            else:
                self._write_blank(sheet, row, column_index, column if column.number_format != COUNT else counted)
        texts = ((indicator.name, 2), (indicator.unit_of_measure, 3), (indicator.indicator_code, 1))
        widths = [MeasuredText(text, columns[column_index].width) for text, column_index in texts]
        sheet.set_row(row, row_height([*widths, MeasuredText(earlier_text, EARLIER_WIDTH, EARLIER_SIZE)]))

    def _duties(self) -> None:
        """A unit that holds no duty gets no sheet for them."""
        held = [duty for duty in self.plan.duties if duty.duty_code in self.owed.duties]
        if not held:
            return
        columns = duty_columns()
        sheet = self.draft.add_sheet(DUTIES, self.page.landscape())
        first = self._open_sheet(sheet, columns, "BIỂU 03. NHIỆM VỤ ĐƯỢC PHÂN CÔNG") + 1
        for row, duty in enumerate(held, start=first):
            for column_index, column in enumerate(columns):
                if column.is_given:
                    text = duty.duty_code if column_index == 0 else duty.summary
                    self.draft.put_text(sheet, row, column_index, text, align=column.align, bg_color=GROUP)
                else:
                    self._write_blank(sheet, row, column_index, column)
            sheet.set_row(row, row_height([MeasuredText(duty.summary, columns[1].width)]))
        self._close_sheet(sheet, columns, first, first + len(held), 0, DUTY_NOTE)

    def _write_hidden(self) -> None:
        sheet = self.draft.add_sheet(FORM, self.page)
        keys = {
            "plan_id": self.plan.plan_id,
            "period_id": self.period.period_id,
            "unit_id": self.unit.unit_id,
            "form_version": FORM_VERSION,
        }
        for row, (key, value) in enumerate(keys.items()):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, value)
        for row, text in enumerate((*self.funds, *self.titles, *self.names), start=LISTS_FROM):
            sheet.write_string(row, 0, text)
        sheet.very_hidden()
        self.draft.book.get_worksheet_by_name(TASKS).activate()


def guide_lines(templates: Path, plan: Plan, period: Period) -> list[str]:
    """What an officer needs to know, on one page: the lines of `data/templates/bieu-mau/huong-dan.txt`, filled in."""
    lines = (templates / "bieu-mau" / "huong-dan.txt").read_text(encoding="utf-8").splitlines()
    office, due = plan.report.issuing_body[0], period.due_text
    return [line.replace("{office}", office).replace("{due}", due) for line in lines if line.strip()]


def other_duties_lines(context: RunContext, unit: Unit) -> list[str]:
    """What the plan asks the unit to send besides the reports of its periods: on request, or without a day (`deadlines.csv`)."""
    reference, day = context.reference, context.period.due_on
    return [
        f"Ngoài báo cáo này, Kế hoạch còn giao đơn vị: {deadline.subject[:1].lower()}{deadline.subject[1:]} ({deadline.due_text})"
        + "".join(f"; {how} {reference.units[body].name}" for how, body in _ways(deadline))
        + "."
        for deadline in context.plan.deadlines
        if unit.unit_id in {one for reporter in deadline.reporters for one in reference.units_behind(reporter, day)}
    ]


def _ways(deadline: Deadline) -> list[tuple[str, str]]:
    return [(how, body) for how, body in (("gửi", deadline.recipient), ("qua", deadline.via)) if body]
