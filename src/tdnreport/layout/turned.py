"""Tables that are not a task a line: tasks as columns, a form for each task, a form's answers with a column a question and task.

    Nội dung    │ 4.1. Quảng bá …  │ 4.2. Xuất bản …        turned; with one task it is a form
    Trạng thái  │ Hoàn thành       │ Đang thực hiện

    Đơn vị      │ Nhiệm vụ 4.1: Quảng bá … [Trạng thái] │ Nhiệm vụ 4.1 [Tỷ lệ (%)] │ Nhiệm vụ 4.2 [Trạng thái] │ …        answers

Each is laid out anew as a sheet with a task a line and read like any other; each task is then a table of its own, whose `places` say
where its cells stand. Out of scope: lines that hold figures of an ordinary table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tdnreport.layout.columns import NAME_FIELDS
from tdnreport.layout.detect import find_tables
from tdnreport.layout.features import MONEY
from tdnreport.layout.table import Cell, Doubt, SheetTable
from tdnreport.layout.vocabulary import ANY_CONTEXT, LayoutWords
from tdnreport.workbook.cell_formats import NOT_CALCULATED
from tdnreport.workbook.model import Box, Line, Place, Sheet

_ANCHORS = frozenset({"code", "title", "indicator", "duty"})
_MAY_BE_PARTS = frozenset({"heading", "unfilled", "blank", "note"})
"""What lines of a form look like to the ordinary table above them."""
_LEAST_LABELS, _MOST_TASKS = 3, 100
_QUESTION = re.compile(r"(.*\S)\s*(?:\[([^\[\]]+)\]|(?:/| [-–] )([^/]+))\s*")
_TASK = re.compile(r"(?i)\s*(?:(?:nhiệm vụ|nv|mục)\s*(?:số\s*)?)(\d{1,2}(?:\.\d{1,2})*)\s*(?:[.:)–-]\s*(.*)|())")
_SCALED = "Định dạng của ô chia số khi hiện; số đang giữ và số hiện ra khác nhau."


def find_turned_tables(
    sheet: Sheet, ordinary: Sequence[SheetTable], words: LayoutWords, year: str = ""
) -> list[SheetTable]:
    """Tables on the lines that no ordinary table holds, in reading order."""
    used = {
        row
        for table in ordinary
        if table.kind != "notes"
        for row, role in table.roles.items()
        if role not in _MAY_BE_PARTS
    }
    lines = [line for line in sheet.lines if line.row_no not in used]
    tables = [table for block in _find_blocks(lines, words) for table in _read_block(sheet, block, words, year)]
    return tables or ([] if used else _read_answers(sheet, words, year))


@dataclass(slots=True)
class _Block:
    """Lines one below the other with a label in the same column (1-based)."""

    column_no: int
    lines: list[Line]
    named: set[str] = field(default_factory=set)


def _find_blocks(lines: Sequence[Line], words: LayoutWords) -> Iterator[_Block]:
    """A label with a value beside it begins a block; a line without a label ends it, and so does the second name of a task."""
    block: _Block | None = None
    for line in lines:
        if block is None and len(line.kinds) - line.kinds.count(" ") < 2:
            continue
        column_no, meant = _label(line, words)
        follows = block is not None and line.row_no == block.lines[-1].row_no + 1 and column_no == block.column_no
        if block and not (follows and not (meant in _ANCHORS and meant in block.named)):
            yield block
            block = None
        if column_no:
            block = block or _Block(column_no, [])
            block.lines.append(line)
            block.named.add(meant)
    if block:
        yield block


def _label(line: Line, words: LayoutWords) -> tuple[int, str]:
    """Column and meaning of the label that a line begins with; zero where it begins with none."""
    filled = [column_no for column_no, text in enumerate(line.cells, 1) if text.strip()]
    for column_no in filled[:2]:
        text = line.cells[column_no - 1].strip().rstrip(":")
        if line.kinds[column_no - 1] == "s" and words.is_label(text):
            heading = words.find_heading(text, ANY_CONTEXT)
            meant = heading.fields[0] if heading else ""
            return (0, "") if meant == "measure" and words.line_scale(text) else (column_no, meant)
    return 0, ""


def _read_block(sheet: Sheet, block: _Block, words: LayoutWords, year: str) -> Iterator[SheetTable]:
    last = max(len(line.cells) for line in block.lines)
    if len(block.lines) < _LEAST_LABELS or not block.named & _ANCHORS or not 0 < last - block.column_no <= _MOST_TASKS:
        return
    turned = _turn(sheet, block, last)
    is_first = True
    for table in find_tables(turned, words, year):
        if table.kind == "notes" or table.columns.is_weak:
            continue
        for line in (line for line in turned.lines if table.roles.get(line.row_no) == "data"):
            yield _table_of_task(sheet, block, table, line, is_first)
            is_first = False


def _turn(sheet: Sheet, block: _Block, last: int) -> Sheet:
    """Labels as the header, a task a line whose number is its column; what stands above comes first, as one line."""
    above = [text for line in sheet.lines if line.row_no < block.lines[0].row_no for text in line.cells if text.strip()]
    lines = [Line(0, above, "s" * len(above))] if above else []
    for column_no in range(block.column_no, last + 1):
        cells = [line.cells[column_no - 1] if column_no <= len(line.cells) else "" for line in block.lines]
        kinds = "".join(line.kinds[column_no - 1] if column_no <= len(line.cells) else " " for line in block.lines)
        if any(cells):
            lines.append(Line(column_no, cells, kinds))
    return Sheet(sheet.name, sheet.position, lines, merged=tuple(_turned_boxes(sheet, block)))


def _turned_boxes(sheet: Sheet, block: _Block) -> Iterator[Box]:
    index = {line.row_no: number for number, line in enumerate(block.lines, 1)}
    for top, left, bottom, right in sheet.merged:
        if top in index and bottom in index:
            yield left, index[top], right, index[bottom]


def _table_of_task(sheet: Sheet, block: _Block, table: SheetTable, line: Line, is_first: bool) -> SheetTable:
    """The fields of one task, their texts laid behind the cells of the line that names it."""
    width = max(len(line.cells) for line in block.lines)
    places = {name: (block.lines[number - 1].row_no, line.row_no) for name, number in table.fields.items()}
    row_no = (places.get(NAME_FIELDS[table.kind]) or places.get("code") or next(iter(places.values())))[0]
    fields = {name: width + number for number, name in enumerate(table.fields, 1)}
    decisions = tuple(
        replace(told, column_no=block.lines[told.column_no - 1].row_no) for told in table.columns.decisions
    )
    columns = replace(table.columns, fields=fields, skipped={}, checkboxes={}, summands={}, decisions=decisions)
    columns = replace(columns, first=1, last=width + len(fields))
    parts = {line.row_no: "part" for line in block.lines} if is_first else {}
    cells = {name: table.field_cell(line, name) for name in fields}
    doubts = [doubt._replace(row_no=row_no) for doubt in table.doubts if doubt.row_no == line.row_no]
    doubts += _cell_doubts(sheet, row_no, places, cells)
    return SheetTable(columns, (row_no,), table.scales, {**parts, row_no: "data"}, {row_no: cells}, doubts, places)


def _cell_doubts(sheet: Sheet, row_no: int, places: Mapping[str, Place], cells: Mapping[str, Cell]) -> Iterator[Doubt]:
    """Cells that do not show what they hold."""
    for name, place in places.items():
        text = cells[name][0]
        if (doubt := sheet.doubts.get(place)) == NOT_CALCULATED:
            yield Doubt(row_no, name, "formula_not_calculated", text, "")
        elif doubt or (place in sheet.scaled and name in MONEY):
            yield Doubt(row_no, name, "shown_differs", text, doubt or _SCALED)


@dataclass(slots=True)
class _Asked:
    """A task of a form: number, title, and its questions by column."""

    code: str
    title: str = ""
    questions: dict[int, str] = field(default_factory=dict)


def _read_answers(sheet: Sheet, words: LayoutWords, year: str) -> list[SheetTable]:
    for index, line in enumerate(sheet.lines):
        asked = _asked_tasks(line, words)
        if sum(len(task.questions) for task in asked) >= 2:
            answers = sheet.lines[index + 1 :]
            return [table for task in asked if (table := _read_task(sheet, line, answers, task, words, year))]
    return []


def _asked_tasks(line: Line, words: LayoutWords) -> list[_Asked]:
    tasks: dict[str, _Asked] = {}
    for column_no, text in enumerate(line.cells, 1):
        question = _QUESTION.fullmatch(text)
        named = _TASK.fullmatch(question[1]) if question else None
        if question and named and words.is_label(asked := (question[2] or question[3]).strip()):
            task = tasks.setdefault(named[1], _Asked(named[1]))
            task.title = max(task.title, (named[2] or "").strip(), key=len)
            task.questions[column_no] = asked
    return list(tasks.values())


def _read_task(
    sheet: Sheet, header: Line, answers: Sequence[Line], task: _Asked, words: LayoutWords, year: str
) -> SheetTable | None:
    """A table of number, name and answers of one task; the columns of the others are blank in it."""
    width = max(len(line.cells) for line in (header, *answers))
    shared = {number for number, text in enumerate(header.cells, 1) if not _QUESTION.fullmatch(text)}
    of_task = {"code": task.code} | ({"title": task.title} if task.title else {})
    labels = [
        task.questions.get(number, text if number in shared else "") for number, text in enumerate(header.cells, 1)
    ]
    labels += [""] * (width - len(labels)) + ["STT", "Nhiệm vụ"][: len(of_task)]
    lines = [Line(header.row_no, labels, _kinds_of(labels))]
    for line in answers:
        own = [
            text if number in shared or number in task.questions else "" for number, text in enumerate(line.cells, 1)
        ]
        cells = own + [""] * (width - len(own)) + list(of_task.values())
        kinds = "".join(kind if text else " " for kind, text in zip(line.kinds.ljust(width), cells, strict=False))
        lines.append(Line(line.row_no, cells, kinds + "s" * len(of_task)))
    found = find_tables(replace(sheet, lines=lines), words, year)
    table = next((table for table in found if table.kind != "notes" and not table.columns.is_weak), None)
    if table:
        place = (header.row_no, min(task.questions))
        table.places = {name: place for name in ("code", "title") if table.fields.get(name, 0) > width}
        for row_no in table.data_rows():
            for name in table.places:
                table.set_override(row_no, name, (of_task[name], "s"))
    return table


def _kinds_of(texts: Sequence[str]) -> str:
    return "".join("s" if text else " " for text in texts)
